import assert from "node:assert/strict";
import { test } from "node:test";
import { normalise, ONE, precision, read, WHOLE, write } from "./exact.ts";

test("reads what people type", () => {
  assert.equal(read("62,37"), 6237n * (ONE / 100n));
  assert.equal(read("62.37 %"), read("62,37"));
  assert.equal(read("1\u202f234,5"), 12345n * (ONE / 10n));
  assert.equal(read("1,234.5"), read("1234,5"));
  assert.equal(read(",5"), ONE / 2n);
  assert.equal(read("0,0000000000000001"), 1n);
  for (const wrong of ["abc", "1,2,3", "-4", "1,00000000000000001", ","]) assert.equal(read(wrong), null, wrong);
});

test("writes what was read", () => {
  assert.equal(write(read("62,37") ?? 0n, ","), "62,37");
  assert.equal(write(WHOLE, ",", 2), "100,00");
  assert.equal(write(-(ONE / 4n), "."), "\u22120.25");
  assert.equal(precision("62,370 %"), 3);
});

test("three thirds sum to nothing less than they are", () => {
  const third = read("33,3333333333333333") ?? 0n;
  assert.equal(WHOLE - 3n * third, 100n * ONE - 3n * third);
  assert.equal(write(WHOLE - 3n * third, ","), "0,0000000000000001");
});

test("normalising gives exactly 100 %, whatever the parts", () => {
  for (let i = 1; i < 300; i++) {
    const shares = Array.from({ length: (i % 23) + 1 }, (_, k) => BigInt(((i * 7919 + k * 104729) % 9973) + 1) * (ONE / 100n));
    const result = normalise(shares, 2 + (i % 5));
    assert.equal(result.reduce((a, b) => a + b, 0n), WHOLE);
    assert.ok(result.every((share) => share >= 0n));
  }
});
