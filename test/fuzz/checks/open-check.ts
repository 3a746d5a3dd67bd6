/** Result of an input: the outcome, such as "loaded", and the reasons why it is not acceptable. */
export interface CheckResult {
  outcome: string
  violations: string[]
}

/** Passes one input to the code under test. Exceptions are violations. */
export type Check = (input: Uint8Array, name: string) => Promise<CheckResult>

/** Opens what a check needs, such as a data engine. */
const checks = {
  file: async () => (await import('./check-file.ts')).openFileCheck(),
  document: async () => (await import('./check-document.ts')).openDocumentCheck(),
  expression: async () => (await import('./check-expression.ts')).openExpressionCheck(),
  statement: async () => (await import('./check-statement.ts')).openStatementCheck(),
  http: async () => (await import('./check-http.ts')).openHttpCheck(),
  socket: async () => (await import('./check-socket.ts')).openSocketCheck(),
} satisfies Record<string, () => Promise<Check>>

export type CheckName = keyof typeof checks

const openedChecks = new Map<CheckName, Promise<Check>>()

/** Opens a check once per process. */
export function openCheck(name: CheckName): Promise<Check> {
  const opened = openedChecks.get(name) ?? checks[name]()
  openedChecks.set(name, opened)
  return opened
}
