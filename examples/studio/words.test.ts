import { builtInCatalogue } from '@aw-flow/nodes'
import { emptyWorkflow } from '@aw-flow/schema'
import { describe, expect, it, vi } from 'vitest'
import { findWorkflows } from './workflows/find-workflows.ts'
import { speak } from './language/speak.ts'
import { templates } from './workflows/templates.ts'
import { chainOf, copyName, runWord, wordsOf } from './words.ts'

/** Lets the studio speak the language of a browser. */
async function speakAs(languages: readonly string[]): Promise<void> {
  vi.stubGlobal('navigator', { languages })
  vi.stubGlobal('document', { documentElement: {} })
  await speak()
  vi.unstubAllGlobals()
}

/** What is said while the page speaks German. */
async function inGerman<Said>(report: () => Said): Promise<Said> {
  await speakAs(['de'])
  try {
    return report()
  } finally {
    await speakAs(['en-GB'])
  }
}

const nodeTypes = builtInCatalogue().list()
const brought = templates['cosmo-ready']!

describe('chainOf', () => {
  const workflow = (labels: string[]) => ({
    ...emptyWorkflow(),
    nodes: labels.map((label) => ({ id: label, type: 't', position: { x: 0, y: 0 }, data: { label, config: {} } })),
  })
  it('names the nodes, at most five', () => {
    expect(chainOf(workflow([]), [])).toBe('Empty')
    expect(chainOf(workflow(['Load', 'Table']), [])).toBe('Load → Table')
    expect(chainOf(workflow(['1', '2', '3', '4', '5', '6', '7']), [])).toBe('1 → 2 → 3 → 4 → 5 → 2 more')
  })
  it('names a node that nobody has named in the language of the page, also before the catalogue is known', async () => {
    for (const catalogue of [nodeTypes, []]) {
      expect(chainOf(brought, catalogue)).toBe('Load → Prepare → Validate → Table')
      expect(await inGerman(() => chainOf(brought, catalogue))).toBe('Laden → Vorbereiten → Prüfen → Tabelle')
    }
    const [load, ...others] = brought.nodes
    const named = { ...brought, nodes: [{ ...load!, data: { label: 'Sales', config: {} } }, ...others.slice(0, 1)] }
    expect(await inGerman(() => chainOf(named, nodeTypes))).toBe('Sales → Vorbereiten')
  })
})

describe('wordsOf and runWord', () => {
  const id = 'cosmo-ready'
  const nameOf = (name: string, one = id): string => wordsOf({ id: one, workflow: { ...brought, name } }, []).name
  it('are in the language of the page as long as nobody has named the brought workflow', async () => {
    expect(nameOf(brought.name)).toBe('Prepare a messy file')
    expect(await inGerman(() => nameOf(brought.name))).toBe('Eine wirre Datei vorbereiten')
    expect(await inGerman(() => runWord({ workflowId: id, workflowName: brought.name }))).toBe(
      'Eine wirre Datei vorbereiten',
    )
    expect(await inGerman(() => wordsOf({ id, workflow: brought }, []).description)).toContain('Lädt eine Datei')
  })
  it('leave what a person wrote', async () => {
    const own = { ...brought, name: 'Mine', description: 'For me' }
    expect(await inGerman(() => wordsOf({ id, workflow: own }, []))).toEqual({ name: 'Mine', description: 'For me' })
    expect(await inGerman(() => nameOf(brought.name, 'another'))).toBe(brought.name)
    expect(await inGerman(() => runWord({ workflowId: id, workflowName: 'Mine' }))).toBe('Mine')
  })
  it('are what a search finds, beside what is stored', async () => {
    const query = { status: 'active', tags: [], sort: 'name' } as const
    const found = (search: string): number =>
      findWorkflows([{ id, workflow: brought }], { ...query, search }, nodeTypes).length
    expect(await inGerman(() => ['wirre', 'vorbereiten', 'messy', 'prepare', 'none'].map(found))).toEqual([
      1, 1, 1, 1, 0,
    ])
  })
})

describe('copyName', () => {
  it('counts copies, and copies of copies as those of the first', () => {
    expect(copyName('Sales')).toBe('Sales copy')
    expect(copyName('Sales', ['Sales copy', 'Sales copy 2'])).toBe('Sales copy 3')
    expect(copyName('Sales copy 2', ['Sales copy', 'Sales copy 2'])).toBe('Sales copy 3')
  })
})
