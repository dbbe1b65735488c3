import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";
import { type Program, serverCommand } from "./command";

const SECTION = "connectorLint";
const PROGRAM_SETTINGS = ["path", "interpreter", "arguments"] as const satisfies readonly (keyof Program)[];

let client: LanguageClient | undefined;
let pending: Promise<void> = Promise.resolve();

/** Starts the server, and anew whenever another program is set. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("connector-lint", { log: true });
  const restart = (): Promise<void> => (pending = pending.then(stop).then(() => start(output, context.extensionPath)));
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand(`${SECTION}.restart`, restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (PROGRAM_SETTINGS.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) {
        void restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await restart();
}

/** Ends the server. */
export async function deactivate(): Promise<void> {
  await pending;
  await stop();
}

/** `folder` is where the server runs: not in one that is open, which on Windows is searched before the PATH. */
async function start(output: vscode.LogOutputChannel, folder: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const program: Program = {
    path: settings.get("path", "connector-lint"),
    interpreter: settings.get("interpreter", ""),
    arguments: settings.get<string[]>("arguments", []),
  };
  const server = serverCommand(program, vscode.workspace.workspaceFolders?.[0]?.uri.fsPath);
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: "yaml", scheme: "file" },
      { language: "yaml", scheme: "untitled" },
    ],
    initializationOptions: {
      schemaFeatures: settings.get("schemaFeatures"),
      debounce: settings.get("debounce"),
    },
    synchronize: { configurationSection: SECTION },
    outputChannel: output,
  };
  const starting = new LanguageClient(
    SECTION,
    "connector-lint",
    { ...server, options: { cwd: folder } },
    options,
  );
  try {
    await starting.start();
    client = starting;
  } catch (error) {
    output.error(String(error));
    void explain(server.command, output);
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose().catch(() => undefined); // it has ended already
}

async function explain(command: string, output: vscode.LogOutputChannel): Promise<void> {
  const message =
    `connector-lint could not be started as "${command}". Install it with: pip install "connector-lint[lsp]", ` +
    `or say in the settings where it is.`;
  const chosen = await vscode.window.showErrorMessage(message, "Settings", "Output");
  if (chosen === "Settings") {
    await vscode.commands.executeCommand("workbench.action.openSettings", SECTION);
  } else if (chosen === "Output") {
    output.show();
  }
}
