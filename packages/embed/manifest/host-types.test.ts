import type * as editor from '@aw-flow/editor'
import type * as schema from '@aw-flow/schema'
import { expect, expectTypeOf, it } from 'vitest'
import type * as host from './host-types.ts'
import { elementsOf, makeManifest } from './make-manifest.ts'
import { writeTypes } from './write-types.ts'

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

it('leaves no property of an element that shows data, or of the editor, without its type', () => {
  const manifest = makeManifest()
  const text =
    writeTypes(manifest, new Set(['Column', 'NodeType', 'Problem', 'WorkflowSession']))['elements.d.ts'] ?? ''
  const whole = ['aw-data-table', 'aw-chart', 'aw-graph-view', 'aw-palette', 'aw-connect-list', 'aw-quick-add']
  for (const { tagName } of elementsOf(manifest).filter(({ tagName: tag }) => whole.includes(tag))) {
    const name = tagName.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
    const [, body] = new RegExp(`export interface ${name}Props \\{([^}]*)\\}`).exec(text) ?? []
    const unknown = [...(body ?? '').matchAll(/(\w+)\??: unknown/g)].map((match) => match[1])
    expect(
      unknown.filter((field) => !['facts', 'gpu'].includes(field!)),
      tagName,
    ).toEqual([])
  }
})
