import { describe, expect, it } from 'vitest'
import { builtInCommands } from '../../extensions/built-in-extensions.ts'
import {
  findBoundCommandId,
  isReservedKey,
  isModifierKey,
  parseBindings,
  bindKey,
  removeKey,
  restoreDefaultKeys,
  type KeyedCommand,
} from './change-keys.ts'
import { createKeymap, type KeyBindings } from './keymap.ts'

const now = (bindings: KeyBindings): KeyedCommand[] =>
  builtInCommands.map(({ id, keys }) => ({ id, keys: bindings[id] ?? keys ?? [] }))
const findCommand = (bindings: KeyBindings, key: string): string | undefined =>
  createKeymap(builtInCommands, bindings)({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false })?.id

describe('changing keys', () => {
  it('binds a key to one command only, and names the one that had it', () => {
    expect(findBoundCommandId(now({}), 'c', 'fit')).toBe('collapse')
    const bindings = bindKey(now({}), {}, 'fit', 'c')
    expect(bindings).toEqual({ fit: ['1', 'c'], collapse: [] })
    expect(findCommand(bindings, 'c')).toBe('fit')
    expect(findCommand(bindings, '1')).toBe('fit')
    expect(findBoundCommandId(now(bindings), 'c', 'fit')).toBe(undefined)
  })

  it("removes a key, and resets a command's keys, also those that other commands have", () => {
    expect(removeKey(now({}), {}, 'remove', 'Backspace')).toEqual({ remove: ['Delete'] })
    const bindings = bindKey(now({}), {}, 'fit', 'c')
    expect(restoreDefaultKeys(now(bindings), bindings, 'collapse', ['c'])).toEqual({ fit: ['1'] })
  })

  it('reserves the keys that the page and the canvas need', () => {
    for (const key of ['Tab', ' ', 'ArrowLeft', 'Alt+ArrowUp', 'Mod+k']) expect(isReservedKey(key)).toBe(true)
    for (const key of ['Mod+j', 'F3', 'x', 'Enter']) expect(isReservedKey(key)).toBe(false)
    for (const key of ['Shift', 'Mod+Control', 'Alt+Shift']) expect(isModifierKey(key)).toBe(true)
    expect(isModifierKey('Shift+a')).toBe(false)
  })

  it('reads stored bindings and nothing else', () => {
    expect(parseBindings('{"fit":["f"],"of-an-extension":["x"],"undo":3,"redo":[1]}')).toEqual({
      fit: ['f'],
      'of-an-extension': ['x'],
    })
    for (const text of [null, '', '[', '3', 'null']) expect(parseBindings(text)).toEqual({})
  })
})
