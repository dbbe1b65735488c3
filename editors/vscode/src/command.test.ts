import assert from "node:assert/strict";
import { test } from "node:test";
import { serverCommand } from "./command";

const PROGRAM = { path: "connector-lint", interpreter: "", arguments: [] };

test("the command is found on the path", () => {
  assert.deepEqual(serverCommand(PROGRAM, undefined), { command: "connector-lint", args: ["--lsp"] });
});

test("a blank path is the command's own name", () => {
  assert.equal(serverCommand({ ...PROGRAM, path: " " }, undefined).command, "connector-lint");
});

test("an interpreter comes before the path, and takes no module from where it is started", () => {
  const program = { ...PROGRAM, interpreter: "${workspaceFolder}/.venv/bin/python" };
  assert.deepEqual(serverCommand(program, "/a $& b"), {
    command: "/a $& b/.venv/bin/python",
    args: ["-P", "-m", "connector_lint", "--lsp"],
  });
});

test("more options follow, none split at its blanks", () => {
  const program = { ...PROGRAM, arguments: ["--config", "${workspaceFolder}/my lint.toml"] };
  assert.deepEqual(serverCommand(program, "/a").args, ["--lsp", "--config", "/a/my lint.toml"]);
});
