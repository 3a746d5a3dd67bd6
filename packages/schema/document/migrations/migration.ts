/**
 * A migration of a stored format to the next version. Released migrations never change; only new migrations are added.
 *
 * @internal
 */
export interface Migration {
  readonly name: string
  readonly from: number
  readonly to: number
  /**
   * Converts parsed JSON from version `from` to version `to`. The result is validated only after the last migration.
   *
   * @param ignored The set that receives the places of fields that the result does not contain.
   */
  migrate(document: Record<string, unknown>, ignored: Set<string>): Record<string, unknown>
}
