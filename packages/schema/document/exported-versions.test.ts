import { describe, expect, it } from 'vitest'
import { readExportedVersions, withExportedVersions } from './exported-versions.ts'
import { readWorkflow } from './read-workflow.ts'
import { chain } from './test-edits.ts'

describe('versions in a file', () => {
  it('[D6] are read separately from the workflow', () => {
    const versions = [{ name: 'First', at: 1, workflow: { ...chain, name: 'Before' } }]
    const file = JSON.stringify(withExportedVersions(chain, versions))
    expect(readWorkflow(file)).toEqual({ workflow: chain, problems: [] })
    expect(readExportedVersions(file)).toEqual(versions)
    expect(withExportedVersions(chain, [])).toBe(chain)
  })

  it('[D6] are empty if absent or invalid', () => {
    expect(readExportedVersions(JSON.stringify(chain))).toEqual([])
    expect(readExportedVersions('{')).toEqual([])
    const damaged = { ...chain, exported: { versions: [{ at: 1, workflow: { nodes: 1 } }] } }
    expect(readExportedVersions(damaged)).toEqual([])
    expect(readWorkflow(damaged).workflow).toEqual(chain)
  })
})
