import { expect, it } from 'vitest'
import { tokens } from './tokens.styles.ts'

it('replaces every color token by a system color in forced-colors mode', () => {
  const { cssText } = tokens
  const forced = cssText.slice(cssText.indexOf('@media (forced-colors: active)'))
  const colors = [...cssText.matchAll(/(--_[\w-]+): var\(--aw-[\w-]+, light-dark/g)].map(([, name]) => name)
  const set = [...forced.matchAll(/(--_[\w-]+): (?:Canvas|CanvasText|Highlight|HighlightText|GrayText|transparent);/g)]
  expect(colors.length).toBeGreaterThan(25)
  expect(set.map(([, name]) => name)).toEqual(colors)
})
