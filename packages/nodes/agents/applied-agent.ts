/** A version of a registered model agent whose settings an Agent node has. @internal */
export interface AppliedAgent {
  id: string
  version: number
}

/**
 * Returns the value of the setting `agent` of a node that has the settings of a registered agent. The record of a run
 * shows it. It cannot be the name of an agent that a user enters.
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
