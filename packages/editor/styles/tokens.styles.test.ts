import { expect, it } from 'vitest'
import { tokens } from './tokens.styles.ts'

it('gives every colour of the system’s own in forced colours', () => {
  const { cssText } = tokens
  const forced = cssText.slice(cssText.indexOf('@media (forced-colors: active)'))
  const colors = [...cssText.matchAll(/(--_[\w-]+): var\(--aw-[\w-]+, light-dark/g)].map(([, name]) => name)
  const set = [...forced.matchAll(/(--_[\w-]+): (?:Canvas|CanvasText|Highlight|HighlightText|GrayText|transparent);/g)]
  expect(colors.length).toBeGreaterThan(25)
  expect(set.map(([, name]) => name)).toEqual(colors)
})
