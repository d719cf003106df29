import { expect, test } from "vitest";
import { faultOf } from "../../machines/domain/fault.ts";
import { devicesOf } from "../fixtures.ts";
import { blockedOf, previewOf } from "./preview.ts";

const { camera, microphone } = devicesOf();
const denied = faultOf("device.denied");

test.each([
  ["picture", devicesOf()],
  ["picture", devicesOf({ camera: { ...camera, isBusy: true } })],
  ["asking", devicesOf({ permission: "asking" })],
  ["off", devicesOf({ camera: { ...camera, isOn: false } })],
  ["starting", devicesOf({ camera: { ...camera, isOn: false, isBusy: true } })],
  ["denied", devicesOf({ permission: "denied", camera: { ...camera, isOn: false } })],
  ["denied", devicesOf({ camera: { ...camera, isOn: false, fault: denied } })],
  ["missing", devicesOf({ permission: "missing", camera: { ...camera, isOn: false } })],
  ["missing", devicesOf({ camera: { ...camera, isOn: false, fault: faultOf("device.missing") } })],
  ["in-use", devicesOf({ camera: { ...camera, isOn: false, fault: faultOf("device.in_use") } })],
])("the preview is %s", (state, devices) => {
  expect(previewOf(devices)).toBe(state);
});

test.each([
  [null, devicesOf()],
  ["Both", devicesOf({ permission: "denied" })],
  ["Both", devicesOf({ camera: { ...camera, fault: denied }, microphone: { ...microphone, fault: denied } })],
  ["Camera", devicesOf({ permission: "denied", camera: { ...camera, fault: denied } })],
  ["Microphone", devicesOf({ microphone: { ...microphone, fault: denied } })],
])("what is blocked is told as %s", (blocked, devices) => {
  expect(blockedOf(devices)).toBe(blocked);
});
