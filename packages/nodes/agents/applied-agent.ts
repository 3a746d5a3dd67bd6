/** Identifies the version of a registered model agent whose settings were applied to an Agent node. @internal */
export interface AppliedAgent {
  id: string
  version: number
}

/**
 * Formats the `agent` setting of a node to which the settings of a registered agent were applied. The value is part of
 * the run record and differs from every name that a user can enter.
 *
 * @internal
 */
export const formatAppliedAgent = ({ id, version }: AppliedAgent): string => `#${id}@${version}`

/** Parses the `agent` setting. Returns `undefined` if it is empty or refers to an agent by name. @internal */
export function parseAppliedAgent(value: unknown): AppliedAgent | undefined {
  const [, id, version] =
    (typeof value === 'string' && /^#([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})@(\d{1,9})$/.exec(value)) || []
  return id === undefined ? undefined : { id, version: Number(version) }
}
