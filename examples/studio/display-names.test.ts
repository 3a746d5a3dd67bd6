import { createBuiltInCatalog } from '@aw-flow/nodes'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { describe, expect, it, vi } from 'vitest'
import { findWorkflows } from './workflows/find-workflows.ts'
import { switchLanguage } from './language/strings.ts'
import { templates } from './workflows/templates.ts'
import { summarizeWorkflow, createCopyName, getRunTitle, getDisplayStrings } from './display-names.ts'

/** Switches the studio to the language of a browser. */
async function speakAs(languages: readonly string[]): Promise<void> {
  vi.stubGlobal('navigator', { languages })
  vi.stubGlobal('document', { documentElement: {} })
  await switchLanguage()
  vi.unstubAllGlobals()
}

/** Calls a function while the studio is in German. */
async function inGerman<Result>(report: () => Result): Promise<Result> {
  await speakAs(['de'])
  try {
    return report()
  } finally {
    await speakAs(['en-GB'])
  }
}

const nodeTypes = createBuiltInCatalog().list()
const builtIn = templates['cosmo-ready']!

describe('summarizeWorkflow', () => {
  const workflow = (labels: string[]) => ({
    ...createEmptyWorkflow(),
    nodes: labels.map((label) => ({ id: label, type: 't', position: { x: 0, y: 0 }, data: { label, config: {} } })),
  })
  it('lists at most five node names', () => {
    expect(summarizeWorkflow(workflow([]), [])).toBe('Empty')
    expect(summarizeWorkflow(workflow(['Load', 'Table']), [])).toBe('Load → Table')
    expect(summarizeWorkflow(workflow(['1', '2', '3', '4', '5', '6', '7']), [])).toBe('1 → 2 → 3 → 4 → 5 → 2 more')
  })
  it('uses the translated type title for nodes without a label, also before the catalog is loaded', async () => {
    for (const catalog of [nodeTypes, []]) {
      expect(summarizeWorkflow(builtIn, catalog)).toBe('Load → Prepare → Validate → Table')
      expect(await inGerman(() => summarizeWorkflow(builtIn, catalog))).toBe(
        'Laden → Vorbereiten → Validieren → Tabelle',
      )
    }
    const [load, ...others] = builtIn.nodes
    const named = { ...builtIn, nodes: [{ ...load!, data: { label: 'Sales', config: {} } }, ...others.slice(0, 1)] }
    expect(await inGerman(() => summarizeWorkflow(named, nodeTypes))).toBe('Sales → Vorbereiten')
  })
})

describe('getDisplayStrings and getRunTitle', () => {
  const id = 'cosmo-ready'
  const nameOf = (name: string, item = id): string =>
    getDisplayStrings({ id: item, workflow: { ...builtIn, name } }, []).name
  it('translate a template that the user has not renamed', async () => {
    expect(nameOf(builtIn.name)).toBe('Prepare a messy file')
    expect(await inGerman(() => nameOf(builtIn.name))).toBe('Eine unordentliche Datei vorbereiten')
    expect(await inGerman(() => getRunTitle({ workflowId: id, workflowName: builtIn.name }))).toBe(
      'Eine unordentliche Datei vorbereiten',
    )
    expect(await inGerman(() => getDisplayStrings({ id, workflow: builtIn }, []).description)).toContain(
      'Lädt jede Datei',
    )
  })
  it('translate a template name that was stored in another language', async () => {
    const german = await inGerman(() => nameOf(builtIn.name))
    expect(nameOf(german)).toBe('Prepare a messy file')
    expect(getRunTitle({ workflowId: id, workflowName: german })).toBe('Prepare a messy file')
    expect(getRunTitle({ workflowId: 'other', workflowName: german })).toBe(german)
  })
  it('keep texts of the user', async () => {
    const edited = { ...builtIn, name: 'Mine', description: 'For me' }
    expect(await inGerman(() => getDisplayStrings({ id, workflow: edited }, []))).toEqual({
      name: 'Mine',
      description: 'For me',
    })
    expect(await inGerman(() => nameOf(builtIn.name, 'another'))).toBe(builtIn.name)
    expect(await inGerman(() => getRunTitle({ workflowId: id, workflowName: 'Mine' }))).toBe('Mine')
  })
  it('are found by a search, as well as the stored texts', async () => {
    const query = { status: 'active', tags: [], sort: 'name' } as const
    const found = (search: string): number =>
      findWorkflows([{ id, workflow: builtIn }], { ...query, search }, nodeTypes).length
    expect(await inGerman(() => ['unordentliche', 'vorbereiten', 'messy', 'prepare', 'none'].map(found))).toEqual([
      1, 1, 1, 1, 0,
    ])
  })
})

describe('createCopyName', () => {
  it('numbers copies, and copies of copies like those of the original', () => {
    expect(createCopyName('Sales')).toBe('Sales copy')
    expect(createCopyName('Sales', ['Sales copy', 'Sales copy 2'])).toBe('Sales copy 3')
    expect(createCopyName('Sales copy 2', ['Sales copy', 'Sales copy 2'])).toBe('Sales copy 3')
  })
})
