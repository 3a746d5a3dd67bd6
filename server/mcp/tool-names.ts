interface NamedWorkflow {
  id: string
  name: string
  description?: string
}

/** Maximum number of characters in a workflow's name in the name of its tool. */
const maxCharacters = 50

/**
 * Returns the names of the tools that run workflows: letters, digits and `_`. A part of the id is appended to names
 * that would otherwise be equal.
 */
export function toToolNames<T extends NamedWorkflow>(workflows: readonly T[]): (T & { toolName: string })[] {
  const names = workflows.map(({ name }) => toToolName(name))
  return workflows.map((workflow, index) => {
    const name = names[index]!
    const isUnique = name !== '' && names.indexOf(name) === names.lastIndexOf(name)
    const suffix = workflow.id.replaceAll(/[^a-zA-Z0-9]/g, '').slice(-12)
    return { ...workflow, toolName: ['run', name, isUnique ? '' : suffix].filter(Boolean).join('_') }
  })
}

const toToolName = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, maxCharacters)
    .replace(/^_/, '')
    .replace(/_$/, '')
