import { describe, expect, it } from 'vitest'
import {
  initialPointerState,
  stepPointer,
  type PointerEffect,
  type PointerInputEvent,
  type PointerState,
  type SurfacePoint,
} from './step-pointer.ts'

const at = (x: number, y = 0, rest: Partial<SurfacePoint> = {}): SurfacePoint => ({
  x,
  y,
  kind: 'mouse',
  shift: false,
  command: false,
  button: 0,
  ...rest,
})
const touch = (x: number, y = 0): SurfacePoint => at(x, y, { kind: 'touch' })
const down = (point: SurfacePoint, id = 1): PointerInputEvent => ({ type: 'down', id, point, client: point })
const move = (point: SurfacePoint, id = 1): PointerInputEvent => ({ type: 'move', id, point, client: point })
const up = (point: SurfacePoint, time = 0, id = 1): PointerInputEvent => ({ type: 'up', id, point, time })

/** Returns the state after events, and the effects of the last one. */
function run(...events: readonly PointerInputEvent[]): { state: PointerState; effects: readonly PointerEffect[] } {
  let state = initialPointerState
  let effects: readonly PointerEffect[] = []
  for (const event of events) [state, effects] = stepPointer(state, event)
  return { state, effects }
}
const types = (effects: readonly PointerEffect[]): string[] => effects.map(({ type }) => type)

describe('stepPointer', () => {
  it('makes a click of a press without a move, and a double click of two near each other', () => {
    const click = [down(at(10)), up(at(10), 100)]
    expect(run(...click).effects).toEqual([{ type: 'stop-timers' }, { type: 'click', point: at(10) }])
    expect(types(run(...click, down(at(12)), up(at(12), 400)).effects)).toEqual(['stop-timers', 'double-click'])
    expect(types(run(...click, down(at(12)), up(at(12), 700)).effects), 'too late').toContain('click')
    expect(types(run(...click, down(at(40)), up(at(40), 400)).effects), 'too far').toContain('click')
    const third = run(...click, down(at(10)), up(at(10), 200), down(at(10)), up(at(10), 300))
    expect(types(third.effects), 'a third click starts again').toContain('click')
  })

  it('starts a drag once the pointer has moved far enough, and ends it without a click', () => {
    expect(run(down(at(10)), move(at(12))).effects).toEqual([])
    expect(run(down(at(10)), move(at(12)), move(at(14, 1))).effects).toEqual([
      { type: 'stop-timers' },
      { type: 'start-drag', point: at(10) },
      { type: 'drag', point: at(14, 1) },
    ])
    expect(run(down(at(10)), move(at(20)), up(at(21))).effects).toEqual([
      { type: 'stop-timers' },
      { type: 'end-drag', point: at(21) },
    ])
    expect(types(run(down(touch(10)), move(touch(16))).effects), 'fingers move more').toEqual([])
  })

  it('cancels a drag by Escape, by a lost pointer, and by a second finger', () => {
    const dragging = [down(touch(10)), move(touch(30))]
    const canceled = [{ type: 'stop-timers' }, { type: 'end-drag', point: undefined }]
    expect(run(...dragging, { type: 'cancel' }).effects).toEqual(canceled)
    expect(run(...dragging, { type: 'cancel' }, move(touch(60))).effects).toEqual([])
    expect(run(...dragging, { type: 'lost', id: 1 })).toMatchObject({ effects: canceled, state: { presses: [] } })
    expect(run(...dragging, down(touch(90), 2)).effects.slice(2)).toEqual(canceled)
    expect(run(...dragging, up(touch(30)), { type: 'lost', id: 1 }).effects, 'after the release').toEqual([])
  })

  it('pans and zooms with two fingers, and does not click after them', () => {
    const pinching = [down(touch(100)), down(touch(200), 2)]
    expect(run(...pinching, move(touch(300), 2)).effects).toEqual([
      { type: 'pan', dx: 50, dy: 0 },
      { type: 'zoom', factor: 2, pivot: { x: 200, y: 0 } },
    ])
    expect(types(run(...pinching, up(touch(200), 10, 2), up(touch(100), 20)).effects)).toEqual(['stop-timers'])
    const three = run(...pinching, down(touch(500), 3), up(touch(100), 10), move(touch(200), 2))
    expect(three.effects[0], 'the remaining fingers do not jump').toEqual({ type: 'pan', dx: 0, dy: 0 })
  })

  it('opens the menu by the right button and by a long press, which can also start a drag', () => {
    const right = at(10, 0, { button: 2 })
    expect(types(run(down(right)).effects)).toContain('pan-press')
    expect(types(run(down(right), up(at(10))).effects)).toEqual(['stop-timers', 'open-menu'])
    const pressed = run(down(touch(10)))
    expect(types(pressed.effects)).toEqual(['capture', 'hover', 'start-timer', 'press'])
    const held = [down(touch(10)), { type: 'long-press', id: 1 }] as const
    expect(run(...held).effects).toEqual([{ type: 'long-press', point: touch(10) }])
    expect(types(run(...held, up(touch(10))).effects)).toEqual(['stop-timers', 'open-menu'])
    expect(types(run(...held, move(touch(40))).effects)).toEqual(['stop-timers', 'start-drag', 'drag'])
    expect(run(down(touch(10)), move(touch(40)), { type: 'long-press', id: 1 }).effects, 'moved').toEqual([])
  })

  it('pans while the space bar is down, and by the wheel', () => {
    expect(types(run({ type: 'space', isDown: true }, down(at(10))).effects)).toContain('pan-press')
    expect(
      types(run({ type: 'space', isDown: true }, { type: 'space', isDown: false }, down(at(1))).effects),
    ).toContain('press')
    const wheel = { type: 'wheel', dx: 0, dy: 100, pivot: undefined, isPinch: false } as const
    expect(run(wheel).effects).toEqual([{ type: 'pan', dx: 0, dy: -100 }])
    expect(run({ ...wheel, dx: 30 }).effects).toEqual([{ type: 'pan', dx: -30, dy: -100 }])
    const pivot = { x: 5, y: 5 }
    expect(run({ ...wheel, pivot }).effects).toEqual([{ type: 'zoom', factor: Math.exp(-0.15), pivot }])
  })

  it('reports hovers of pointers that are not pressed', () => {
    expect(run(move(at(5))).effects).toEqual([{ type: 'hover', point: at(5) }])
    expect(run(move(touch(5))).effects).toEqual([])
    expect(run({ type: 'leave' }).effects).toEqual([{ type: 'hover', point: undefined }])
    expect(run(down(at(5)), { type: 'leave' }).effects).toEqual([])
  })
})
