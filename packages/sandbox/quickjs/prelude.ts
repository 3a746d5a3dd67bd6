/**
 * Script that runs first in every new context, before user code. It replaces the clock and random numbers with the
 * run's values and the time zone with UTC, adds a console, and returns a function that calls code with JSON and returns
 * JSON. It captures all built-ins that it needs, so that user code cannot replace them. It is plain JavaScript that
 * only QuickJS runs.
 */
export const prelude = `(function (now, seed, log) {
  'use strict'
  const { parse, stringify } = JSON
  const { apply, ownKeys } = Reflect
  const { isArray } = Array
  const toText = String
  const push = Array.prototype.push
  const NativeDate = Date
  const utc = NativeDate.UTC
  const zonedPattern = /(?:Z|GMT|UTC|[+-]\\d\\d:?\\d\\d)\\s*(?:\\(.*\\))?$|^[+-]?\\d{4,6}(?:-\\d\\d(?:-\\d\\d)?)?$/i
  const test = RegExp.prototype.test
  const parseNative = NativeDate.parse
  const getOffset = NativeDate.prototype.getTimezoneOffset
  const parseTime = (text) => {
    const time = parseNative(text)
    if (time !== time || apply(test, zonedPattern, [text])) return time
    return time - apply(getOffset, new NativeDate(time), []) * 60000
  }
  const RunDate = function Date(...parts) {
    if (new.target === undefined) return new RunDate().toString()
    const time =
      parts.length === 0 ? now : parts.length > 1 ? utc(...parts) : typeof parts[0] === 'string' ? parseTime(parts[0]) : parts[0]
    return Reflect.construct(NativeDate, [time], new.target)
  }
  RunDate.prototype = NativeDate.prototype
  RunDate.prototype.constructor = RunDate
  RunDate.UTC = utc
  RunDate.now = () => now
  RunDate.parse = parseTime
  const methods = NativeDate.prototype
  for (const part of ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds']) {
    methods['get' + part] = methods['getUTC' + part]
    if (methods['setUTC' + part]) methods['set' + part] = methods['setUTC' + part]
  }
  const toIsoText = methods.toISOString
  const createIsoFormatter = (from, to) => function () { return this.getTime() !== this.getTime() ? 'Invalid Date' : apply(toIsoText, this, []).slice(from, to) }
  methods.getTimezoneOffset = () => 0
  methods.toString = methods.toLocaleString = methods.toUTCString
  methods.toDateString = methods.toLocaleDateString = createIsoFormatter(0, 10)
  methods.toTimeString = methods.toLocaleTimeString = createIsoFormatter(11, 19)
  globalThis.Date = RunDate
  let state = seed >>> 0
  const imul = Math.imul
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const toDisplayText = (value) => {
    if (typeof value === 'string') return value
    if (typeof value === 'bigint') return toText(value)
    if (value instanceof Error) return readText(value, 'name') + ': ' + readText(value, 'message')
    try { return stringify(value, replaceBigInt) ?? toText(value) } catch { try { return toText(value) } catch { return '(cannot be displayed)' } }
  }
  const write = (level) => (...values) => {
    let text = ''
    for (let index = 0; index < values.length; index++) text += (index ? ' ' : '') + toDisplayText(values[index])
    log(level, text)
  }
  const console = {}
  for (const [name, level] of [['log', 'info'], ['info', 'info'], ['debug', 'debug'], ['trace', 'debug'], ['warn', 'warning'], ['error', 'error']]) console[name] = write(level)
  Object.defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true })
  function replaceBigInt(key, value) { return typeof value === 'bigint' ? toText(value) : value }
  const positionPattern = /code\\.js:(\\d+)(?::(\\d+))?/
  const exec = RegExp.prototype.exec
  const readText = (value, key) => { try { const text = value[key]; return typeof text === 'string' ? text : '' } catch { return '' } }
  const describeError = (thrown) => {
    const isObject = (typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function'
    const name = isObject ? readText(thrown, 'name') : ''
    const message = isObject ? readText(thrown, 'message') : toDisplayText(thrown)
    const match = apply(exec, positionPattern, [isObject ? readText(thrown, 'stack') : ''])
    return { name, message, line: match ? +match[1] : undefined, column: match && match[2] ? +match[2] : undefined }
  }
  const settle = (value) => stringify({ ok: true, value: value === undefined ? null : value }, replaceBigInt)
  const fail = (thrown) => stringify({ ok: false, ...describeError(thrown) })
  const mapRows = (code, rows, firstIndex) => {
    const output = []
    const append = (value) => {
      if (value === undefined || value === null) return
      if (isArray(value)) { for (let index = 0; index < value.length; index++) if (value[index] !== undefined && value[index] !== null) apply(push, output, [value[index]]) }
      else apply(push, output, [value])
    }
    for (let index = 0; index < rows.length; index++) append(code(rows[index], firstIndex + index))
    return output
  }
  const mapRowsAsync = async (code, rows, firstIndex) => {
    const results = []
    for (let index = 0; index < rows.length; index++) apply(push, results, [await code(rows[index], firstIndex + index)])
    return mapRows((value) => value, results, firstIndex)
  }
  return (code, over, isAsync, json, firstIndex) => {
    try {
      const input = parse(json)
      if (!isAsync) return settle(over === 'rows' ? mapRows(code, input, firstIndex) : code(input))
      const promise = over === 'rows' ? mapRowsAsync(code, input, firstIndex) : code(input)
      const result = { text: undefined }
      promise.then((value) => { result.text = settle(value) }, (thrown) => { result.text = fail(thrown) }).then(undefined, (thrown) => { result.text = fail(thrown) })
      return () => result.text
    } catch (thrown) {
      return fail(thrown)
    }
  }
})`
