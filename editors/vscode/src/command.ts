/** What the user set about the program to run. */
export interface Program {
  readonly path: string;
  readonly interpreter: string;
  readonly arguments: readonly string[];
}

/** A program and its arguments. */
export interface Command {
  readonly command: string;
  readonly args: string[];
}

/** The command that starts the language server. `folder` is the first folder that is open, if any. */
export function serverCommand(program: Program, folder: string | undefined): Command {
  const placed = (path: string): string => path.replaceAll("${workspaceFolder}", () => folder ?? ".");
  const options = ["--lsp", ...program.arguments.map(placed)];
  if (program.interpreter.trim()) {
    // -P, so that no file where it is started is taken for a module of Python's.
    return { command: placed(program.interpreter.trim()), args: ["-P", "-m", "connector_lint", ...options] };
  }
  return { command: placed(program.path.trim()) || "connector-lint", args: options };
}
