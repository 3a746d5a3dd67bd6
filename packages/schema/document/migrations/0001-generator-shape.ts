import type { Migration } from './migration.ts'

/**
 * Migrates the workflow generator's format, which has no version, to version 1. Adds `version`, `status`, `tags` and
 * `settings`. Nodes without a label get their type as the label. Other fields of their data are listed as ignored.
 */
export const generatorShape: Migration = {
  name: '0001-generator-shape',
  from: 0,
  to: 1,
  migrate(document, ignored) {
    const nodes = Array.isArray(document.nodes) ? document.nodes : []
    return {
      ...document,
      version: 1,
      status: document.status ?? 'draft',
      tags: document.tags ?? [],
      settings: document.settings ?? {},
      nodes: nodes.map((node: unknown) => {
        if (typeof node !== 'object' || node === null) return node
        const { data, position, ...rest } = node as Record<string, unknown>
        const { label, config, ...otherData } =
          typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
        for (const name of Object.keys(otherData)) ignored.add(`nodes[].data.${name}`)
        return {
          ...rest,
          position: position ?? { x: 0, y: 0 },
          data: {
            label: label ?? (typeof rest.type === 'string' ? rest.type : ''),
            config: config ?? {},
          },
        }
      }),
      edges: document.edges ?? [],
    }
  },
}
