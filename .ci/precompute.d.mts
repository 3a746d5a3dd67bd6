export const precomputedScripts: readonly string[]
export function printModule(values: Readonly<Record<string, unknown>>): string
export const precomputePlugin: {
  readonly name: string
  readonly apply: 'build'
  load(id: string): Promise<string | undefined>
}
