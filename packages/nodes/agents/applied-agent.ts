/** A version of a registered model agent whose settings were applied to an Agent node. @internal */
export interface AppliedAgent {
  id: string
  version: number
}

/**
 * Returns the value of the setting `agent` for a node with the settings of a registered agent. It is part of the run
 * record, and differs from every name that a user can enter.
 *
 * @internal
 */
export const formatAppliedAgent = ({ id, version }: AppliedAgent): string => `#${id}@${version}`

/** Reads the value of the setting `agent`; `undefined` if it is empty or a reference by name. @internal */
export function parseAppliedAgent(value: unknown): AppliedAgent | undefined {
  const [, id, version] =
    (typeof value === 'string' && /^#([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})@(\d{1,9})$/.exec(value)) || []
  return id === undefined ? undefined : { id, version: Number(version) }
}
