function readVarint(bytes, at) {
  let value = 0;
  for (let shift = 0, index = at; index < bytes.length; index += 1, shift += 7) {
    value += (bytes[index] & 0x7f) * 2 ** shift;
    if (bytes[index] < 0x80) return { value, next: index + 1 };
  }
  return { value, next: bytes.length };
}

/** The fields of a protobuf message that hold bytes, as `[number, bytes]`; numbers are passed over. */
export function fieldsOf(bytes) {
  const fields = [];
  for (let at = 0; at < bytes.length;) {
    const tag = readVarint(bytes, at);
    const wire = tag.value % 8;
    at = tag.next;
    if (wire === 2) {
      const length = readVarint(bytes, at);
      fields.push([Math.floor(tag.value / 8), bytes.subarray(length.next, length.next + length.value)]);
      at = length.next + length.value;
    } else if (wire === 0) at = readVarint(bytes, at).next;
    else at += wire === 1 ? 8 : 4;
  }
  return fields;
}

/** The texts of the field `number`, in order. */
export const textsOf = (bytes, number) =>
  fieldsOf(bytes)
    .filter(([each]) => each === number)
    .map(([, value]) => Buffer.from(value).toString());

/** One field that holds bytes or text. */
export function fieldOf(number, value) {
  const bytes = Buffer.from(value);
  const length = [];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest >= 128 ? (rest % 128) | 0x80 : rest);
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
}
