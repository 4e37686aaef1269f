import assert from "node:assert/strict";
import { test } from "node:test";
import { sheet } from "./paste.ts";

test("reads sheets however they are set", () => {
  const text = ["Composition au 31/10/2026", "Boréal Actions Internationales    62,37 %", "Boréal Obligations\t25,00", "\"Liquidités et autres\";FR0000000000;8,00 %", "4,63% Divers", "Nom;Poids"].join("\n");
  const { lines, left } = sheet(text);
  assert.deepEqual(lines.slice(-4), [
    { name: "Boréal Actions Internationales", share: "62,37" },
    { name: "Boréal Obligations", share: "25,00" },
    { name: "Liquidités et autres", share: "8,00" },
    { name: "Divers", share: "4,63" },
  ]);
  assert.ok(left >= 1);
});

test("a name may hold figures", () => {
  assert.deepEqual(sheet("Indice 600 Europe : 12,5 %").lines, [{ name: "Indice 600 Europe", share: "12,5" }]);
  assert.deepEqual(sheet("Indice 600 Europe\t12,5").lines, [{ name: "Indice 600 Europe", share: "12,5" }]);
});

test("a date is not a share", () => {
  assert.deepEqual(sheet("Composition au 31/10/2026").lines, []);
  assert.deepEqual(sheet("Page 3").lines.length, 1);
});
