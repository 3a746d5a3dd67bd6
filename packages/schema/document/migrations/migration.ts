/** A migration of a stored format by one version. Append-only: a released migration is never changed. @internal */
export interface Migration {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Converts parsed JSON of version `from` to version `to`; it is validated after the last migration. */
  migrate(document: Record<string, unknown>): Record<string, unknown>
}
