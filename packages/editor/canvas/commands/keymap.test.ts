import { describe, expect, it } from 'vitest'
import { canvasStrings } from '../canvas-strings.ts'
import { builtInCommands } from '../../extensions/built-in-extensions.ts'
import { createKeymap, isKey, keyOf } from './keymap.ts'

const event = (key: string, modifiers: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers }) as KeyboardEvent
const keymap = createKeymap(builtInCommands)
const press = (key: string, modifiers: Partial<KeyboardEvent> = {}): string | undefined =>
  keymap(event(key, modifiers))?.id

describe('the keymap', () => {
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

  it('reads arrows with their modifiers, and marks with Shift as keys of their own', () => {
    expect(keyOf(event('ArrowUp', { altKey: true, shiftKey: true }))).toBe('Alt+Shift+ArrowUp')
    expect(press('ArrowUp', { altKey: true, shiftKey: true })).toBe('arrow')
    expect(press('+', { shiftKey: true })).toBe('zoom-in')
    expect(press('>', { shiftKey: true })).toBe('wider')
  })

  it('hears letters with Option on a Mac and on keyboards of other scripts by the key that they stand on', () => {
    expect(press('å', { altKey: true, code: 'KeyA' })).toBe('align-left')
    expect(press('Ó', { altKey: true, shiftKey: true, code: 'KeyH' })).toBe('distribute-x')
    expect(press('Dead', { altKey: true, code: 'KeyH' })).toBe('align-centre')
    expect(press('я', { ctrlKey: true, code: 'KeyZ' })).toBe('undo')
    expect(press('в', { code: 'KeyD' })).toBe('disable')
    // Where a Latin letter stands elsewhere, the letter counts: Z of a German keyboard.
    expect(press('z', { ctrlKey: true, code: 'KeyY' })).toBe('undo')
    const own = createKeymap(builtInCommands, { fit: ['я'] })
    expect(own(event('я', { code: 'KeyZ' }))?.id).toBe('fit')
    expect(isKey(event('л', { metaKey: true, code: 'KeyK' }), 'Mod+k')).toBe(true)
    expect(isKey(event('t', { ctrlKey: true, code: 'KeyK' }), 'Mod+k')).toBe(false)
    expect(isKey(event('k', { ctrlKey: true, shiftKey: true, code: 'KeyK' }), 'Mod+k')).toBe(false)
  })

  it('gives no key to two commands, and every command a name', () => {
    const keys = builtInCommands.flatMap((command) => command.keys)
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    expect(builtInCommands.map(({ id }) => id).toSorted()).toEqual(Object.keys(canvasStrings.commands).toSorted())
  })

  it('binds commands anew, takes keys away, and prefers what is bound anew', () => {
    const own = createKeymap(builtInCommands, { fit: ['f'], duplicate: [], undo: ['Mod+d'] })
    expect(own(event('f'))?.id).toBe('fit')
    expect(own(event('1'))).toBe(undefined)
    expect(own(event('d', { ctrlKey: true }))?.id).toBe('undo')
    expect(own(event('z', { ctrlKey: true }))).toBe(undefined)
  })
})
