import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** What hosts compile against is written by hand, so that it needs no other package: it must name what is there. */
describe('aw.d.ts', () => {
  it('declares what the module exports, and nothing else', () => {
    const exported = [...read('./index.ts').matchAll(/^export \{([^}]*)\}/gm)]
      .flatMap((match) => match[1]!.split(','))
      .map((name) => name.replace(/^\s*type\s/, '').trim())
      .filter(Boolean)
    const declared = [...read('./aw.d.ts').matchAll(/^export (?:declare )?(?:class|function|interface|const) (\w+)/gm)]
    expect(declared.map((match) => match[1]).sort()).toEqual(exported.sort())
  })

  it('declares every attribute of the element', () => {
    const properties = /static override properties = \{([^}]*\{[^}]*\})+[^}]*\}/.exec(
      read('./local-workflow-editor.ts'),
    )
    const names = [...(properties?.[0] ?? '').matchAll(/^ {4}(\w+): \{/gm)].map((match) => match[1]!)
    expect(names).toEqual(['src', 'workflow', 'preload'])
    for (const name of names) expect(read('./aw.d.ts')).toMatch(new RegExp(`^ {2}${name}: `, 'm'))
  })
})
