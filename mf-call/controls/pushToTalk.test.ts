import { expect, test } from "vitest";
import { createPushToTalk } from "./pushToTalk.ts";

function start(isOn = false) {
  const microphone = { isOn };
  const talk = createPushToTalk(() => (microphone.isOn = !microphone.isOn));
  return { microphone, talk, press: () => talk.press(microphone.isOn) };
}

test("the microphone is on while the key is held", () => {
  const { microphone, talk, press } = start();
  press();
  expect(microphone.isOn).toBe(true);
  talk.release();
  expect(microphone.isOn).toBe(false);
});

test("a key that repeats while held changes nothing", () => {
  const { microphone, press } = start();
  press();
  press();
  press();
  expect(microphone.isOn).toBe(true);
});

test("a microphone that was on stays on when the key comes up", () => {
  const { microphone, talk, press } = start(true);
  press();
  talk.release();
  expect(microphone.isOn).toBe(true);
});

test("a release without a press never mutes, and a second one never unmutes", () => {
  const { microphone, talk, press } = start(true);
  talk.release();
  expect(microphone.isOn).toBe(true);
  microphone.isOn = false;
  press();
  talk.release();
  talk.release();
  expect(microphone.isOn).toBe(false);
});

test("muted by hand while the key is held, the microphone stays off at its release", () => {
  const { microphone, talk, press } = start();
  press();
  talk.letGo();
  microphone.isOn = false;
  talk.release();
  expect(microphone.isOn).toBe(false);
});
