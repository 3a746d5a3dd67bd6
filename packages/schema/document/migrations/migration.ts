/** One step of a saved shape forward. Append-only: a migration that has shipped is never changed. */
export interface Migration {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Takes the parsed JSON of version `from`, answers that of version `to`; validation comes after the last one. */
  migrate(document: Record<string, unknown>): Record<string, unknown>
}
