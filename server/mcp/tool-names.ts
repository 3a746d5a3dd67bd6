interface NamedWorkflow {
  id: string
  name: string
  description?: string
}

/** Maximum length of the part of a tool name that comes from the workflow's name, in characters. */
const maxNameCharacters = 50

/**
 * Creates the names of the tools that run workflows, consisting of letters, digits and `_`. Names that would not be
 * unique end with part of the workflow ID.
 */
export function assignToolNames<T extends NamedWorkflow>(workflows: readonly T[]): (T & { toolName: string })[] {
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
    .slice(0, maxNameCharacters)
    .replace(/^_/, '')
    .replace(/_$/, '')
