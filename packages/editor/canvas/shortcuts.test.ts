import { describe, expect, it } from 'vitest'
import { commandOf } from './shortcuts.ts'

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}): string | undefined => {
  const event = { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers }
  return commandOf(event as KeyboardEvent)?.name
}

describe('shortcuts', () => {
  it('takes Ctrl and Cmd for the same', () => {
    for (const modifier of [{ ctrlKey: true }, { metaKey: true }]) {
      expect(press('z', modifier)).toBe('undo')
      expect(press('Z', { ...modifier, shiftKey: true })).toBe('redo')
      expect(press('y', modifier)).toBe('redo')
      expect(press('a', modifier)).toBe('select-all')
      expect(press('d', modifier)).toBe('duplicate')
      expect(press('c', modifier)).toBe('copy')
      expect(press('x', modifier)).toBe('cut')
      expect(press('v', modifier)).toBe('paste')
    }
  })

  it('leaves the browser and the reader their keys', () => {
    expect(press('Tab')).toBe(undefined)
    expect(press('F5')).toBe(undefined)
    expect(press('r', { ctrlKey: true })).toBe(undefined)
    expect(press('z')).toBe(undefined)
    expect(press('ArrowLeft', { ctrlKey: true })).toBe(undefined)
  })

  it('reads arrows with their modifiers', () => {
    const event = { key: 'ArrowUp', altKey: true, shiftKey: true, ctrlKey: false, metaKey: false }
    expect(commandOf(event as KeyboardEvent)).toEqual({ name: 'arrow', dx: 0, dy: -1, fine: true, moves: true })
  })
})
