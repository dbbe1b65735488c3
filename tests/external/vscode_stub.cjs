// Loads the extension with a stand-in for VS Code: as much of its interface as a client of a language server needs to open
// one document and show what is found. Told in one JSON argument: `extension`, `file` and the `settings`.
// Prints what is shown: the findings, or the errors where the server does not start.
const { Module } = require("node:module");
const { readFileSync } = require("node:fs");
const { dirname } = require("node:path");
const { pathToFileURL, fileURLToPath } = require("node:url");

const told = JSON.parse(process.argv[2]);

class Disposable {
  dispose() {}
  static from() {
    return new Disposable();
  }
}

class EventEmitter {
  listeners = [];
  event = (listener, self) => {
    this.listeners.push(listener.bind(self));
    return new Disposable();
  };
  fire(value) {
    for (const listener of this.listeners) listener(value);
  }
  dispose() {}
}

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() };
  cancel() {}
  dispose() {}
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(startLine, startCharacter, endLine, endCharacter) {
    this.start = new Position(startLine, startCharacter);
    this.end = new Position(endLine, endCharacter);
  }
}

class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}

class Uri {
  constructor(text) {
    const url = new URL(text);
    Object.assign(this, { text, scheme: url.protocol.slice(0, -1), path: decodeURIComponent(url.pathname) });
  }
  get fsPath() {
    return fileURLToPath(this.text);
  }
  toString() {
    return this.text;
  }
  static parse(text) {
    return new Uri(text);
  }
  static file(path) {
    return new Uri(pathToFileURL(path).href);
  }
}

class CodeActionKind {
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new CodeActionKind(this.value ? `${this.value}.${part}` : part);
  }
  static Empty = new CodeActionKind("");
}

class TabInputText {
  constructor(uri) {
    this.uri = uri;
  }
}

// What nobody looks at: events that never happen, functions that do nothing, classes without content.
const anything = (own = {}) =>
  new Proxy(Object.assign(class {}, own), {
    get(target, name) {
      if (name in target || typeof name === "symbol") return target[name];
      return (target[name] = /^[A-Z]/.test(name) ? anything() : () => new Disposable());
    },
  });

for (const kind of ["QuickFix", "Source", "SourceFixAll", "SourceOrganizeImports"]) {
  CodeActionKind[kind] = new CodeActionKind(kind);
}
for (const kind of ["", "Extract", "Inline", "Rewrite", "Move"]) {
  CodeActionKind[`Refactor${kind}`] = new CodeActionKind(`Refactor${kind}`);
}

const uri = Uri.file(told.file);
const text = readFileSync(told.file, "utf8");
const document = { uri, fileName: told.file, languageId: "yaml", version: 1, isClosed: false, getText: () => text };
const shown = new EventEmitter();
const diagnostics = anything({
  set: (_, found) => {
    if (found?.length) shown.fire({ found });
  },
});

const vscode = anything({
  __esModule: true, // so that the bundle takes it as it is
  ...{ CancellationTokenSource, CodeActionKind, Diagnostic, Disposable, EventEmitter, Position, Range, TabInputText, Uri },
  version: "1.91.0",
  env: { appName: "stand-in", language: "en" },
  commands: anything(),
  languages: anything({ match: () => 10, createDiagnosticCollection: () => diagnostics }),
  window: anything({
    activeTextEditor: { document },
    visibleTextEditors: [{ document }],
    tabGroups: anything({ all: [{ tabs: [{ input: new TabInputText(uri) }] }] }),
    createOutputChannel: () => anything(),
    showErrorMessage: async (message) => shown.fire({ message }),
  }),
  workspace: anything({
    textDocuments: [document],
    notebookDocuments: [],
    workspaceFolders: [{ uri: Uri.file(process.cwd()), name: "folder", index: 0 }],
    getConfiguration: () => ({ ...told.settings, get: (name, other) => told.settings[name] ?? other }),
  }),
});

const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load.call(Module, name, ...rest));

const messages = [];
const finding = ({ range, source, code }) => [range.start.line, range.start.character, source, code?.value ?? code];
shown.event(async ({ found, message }) => {
  if (message) messages.push(message);
  if (found) {
    console.log(JSON.stringify({ found: found.map(finding) }));
    await extension.deactivate();
    process.exit(0);
  }
});
const extension = require(told.extension);
extension.activate({ subscriptions: [], extensionPath: dirname(told.extension) }).then(() => {
  if (messages.length) {
    console.log(JSON.stringify({ messages }));
    process.exit(0);
  }
});
setTimeout(() => process.exit(1), 30_000);
