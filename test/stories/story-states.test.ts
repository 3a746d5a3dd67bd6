import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { elementsOf, makeManifest } from '../../packages/embed/manifest/make-manifest.ts'
import { states, storyStates } from '../../stories/states.ts'

const stories = join(import.meta.dirname, '../../stories')

/** The stories of an element, by the names under which its file exports them. */
const storiesOf = (tag: string): string[] =>
  [...readFileSync(join(stories, `${tag}.stories.ts`), 'utf8').matchAll(/^export const (\w+)/gm)].map(
    ([, name = '']) => name,
  )

const isReason = (told: string): boolean => told.includes(' ')

describe('the stories of an element', () => {
  const tags = elementsOf(makeManifest()).map(({ tagName }) => tagName)

  it('are reviewed for every element, and for no other', () => {
    expect(Object.keys(storyStates).sort()).toEqual([...tags].sort())
  })

  it.each(tags)('%s: show every state, or say why there is none', (tag) => {
    const exported = storiesOf(tag)
    const told = storyStates[tag]
    const absent = states.filter((state) => {
      const one = told?.[state] ?? ''
      return isReason(one) ? one.length < 15 : !exported.includes(one)
    })
    expect(absent.map((state) => `${state}: ${told?.[state]}`)).toEqual([])
  })
})
