export interface Rule {
  readonly pattern: RegExp
  readonly instead: string
}
export interface Hit {
  readonly line: number
  readonly found: string
  readonly instead: string
}
export declare function readRules(glossary: string, heading: string, flags: string): Rule[]
export declare function findHits(
  path: string,
  text: string,
  rules: {
    readonly phrases: readonly Rule[]
    readonly identifiers: readonly Rule[]
    readonly stored?: readonly { readonly pattern: RegExp; readonly path: string }[]
    readonly quoting?: readonly RegExp[]
  },
): Hit[]
