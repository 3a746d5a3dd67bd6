import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listElements } from '../../packages/embed/manifest/list-elements.ts'
import { makeManifest } from '../../packages/embed/manifest/make-manifest.ts'
import { states, storyStates } from '../../stories/states.ts'

const stories = join(import.meta.dirname, '../../stories')

const files = readdirSync(stories, { recursive: true, encoding: 'utf8' })

/** Export names of the stories of an element. */
function storiesOf(tag: string): string[] {
  const file = files.find((path) => basename(path) === `${tag}.stories.ts`)
  if (file === undefined) throw new Error(`${tag} has no file of stories.`)
  return [...readFileSync(join(stories, file), 'utf8').matchAll(/^export const (\w+)/gm)].map(([, name = '']) => name)
}

const isReason = (state: string): boolean => state.includes(' ')

describe('the stories of an element', () => {
  const tags = listElements(makeManifest()).map(({ tagName }) => tagName)

  it('are reviewed for every element, and for no other', () => {
    expect(Object.keys(storyStates).sort()).toEqual([...tags].sort())
  })

  it.each(tags)('%s: show every state, or say why there is none', (tag) => {
    const exported = storiesOf(tag)
    const reviewed = storyStates[tag]
    const absent = states.filter((state) => {
      const story = reviewed?.[state] ?? ''
      return isReason(story) ? story.length < 15 : !exported.includes(story)
    })
    expect(absent.map((state) => `${state}: ${reviewed?.[state]}`)).toEqual([])
  })
})
