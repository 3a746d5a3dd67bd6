import type * as editor from '@aw-flow/editor'
import type * as schema from '@aw-flow/schema'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, expectTypeOf, it } from 'vitest'
import type * as host from './host-types.ts'
import { elementsOf, makeManifest } from './make-manifest.ts'
import { writeTypes } from './write-types.ts'

const aw = readFileSync(new URL('../aw.d.ts', import.meta.url), 'utf8')

it('says of each type what it is (the type check holds it)', () => {
  expectTypeOf<host.ChartSpec>().toEqualTypeOf<schema.ChartSpec>()
  expectTypeOf<host.GraphSpec>().toEqualTypeOf<schema.GraphSpec>()
  expectTypeOf<host.TableView>().toExtend<editor.TableView>()
  expectTypeOf<schema.TableQuery>().toExtend<host.TableQuery>()
  expectTypeOf<host.TableSource>().toExtend<Omit<editor.TableSource, 'derive'>>()
  expectTypeOf<editor.TableSource>().toExtend<Omit<host.TableSource, 'derive'>>()
  expectTypeOf<host.CellChanges>().toExtend<editor.CellChanges>()
  expectTypeOf<host.View>().toEqualTypeOf<editor.View>()
  expectTypeOf<host.Rect>().toEqualTypeOf<editor.Rect>()
  expectTypeOf<host.NewId>().toEqualTypeOf<editor.NewId>()
  expectTypeOf<host.ConnectOffer>().toExtend<editor.ConnectOffer>()
})

/** What `aw.d.ts` names, as the build reads it. */
const declared = new Set(
  [...aw.matchAll(/^export (?:declare )?(?:class|interface|type) (\w+)/gm)].map((match) => match[1]!),
)
const manifest = makeManifest()
const types = writeTypes(manifest, declared)
const elements = types['elements.d.ts']!

it('leaves no property of an element without its type, but what may be anything', () => {
  for (const { tagName } of elementsOf(manifest)) {
    const name = tagName.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
    const [, body] = new RegExp(`export interface ${name}Props \\{([^}]*)\\}`).exec(elements) ?? []
    const unknown = [...(body ?? '').matchAll(/^ {2}(\w+)\??: unknown$/gm)].map((match) => match[1])
    expect(
      unknown.filter((field) => field !== 'revision'),
      tagName,
    ).toEqual([])
  }
})

it('names what is inferred as it is called, once', () => {
  for (const name of ['PreparationPlan', 'Operation', 'ValidationReport', 'TableProfile', 'LoadPreview'])
    expect(elements.match(new RegExp(`^export (?:interface|type) ${name}\\b`, 'gm')), name).toHaveLength(1)
  expect(elements).toMatch(/export interface AwPlanProps \{[^}]*plan\?: PreparationPlan \| undefined/)
})

it('ships types that compile without any of our packages', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-types-'))
  try {
    await writeFile(join(folder, 'aw.d.ts'), aw)
    await writeFile(join(folder, 'elements.d.ts'), elements)
    const use = `import type { AwPlan, LocalWorkflowEditor } from './aw.js'
export const kinds = (plan: AwPlan): readonly string[] => plan.plan?.operations.map(({ op }) => op) ?? []
export const name = (editor: LocalWorkflowEditor): string | undefined => editor.session?.document.name\n`
    await writeFile(join(folder, 'host.ts'), use)
    const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))
    const options = '--noEmit --strict --target es2022 --module esnext --moduleResolution bundler --types'.split(' ')
    const lib = ['', '--lib', 'ES2023,DOM,DOM.Iterable', join(folder, 'host.ts')]
    const run = promisify(execFile)
    const { stdout } = await run(process.execPath, [compiler, ...options, ...lib], { cwd: folder }).catch(
      (cause: { stdout: string }) => cause,
    )
    expect(stdout).toBe('')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
