/**
 * The first script in every fresh context, before any code of anyone: makes clock, chance and time zone the run's own, gives
 * a console, and answers a function that calls code with JSON and answers JSON. What it needs later it keeps here, so that
 * code that puts other functions in their places changes nothing for us. Plain JavaScript, run by QuickJS only.
 */
export const prelude = `(function (now, seed, tell) {
  'use strict'
  const { parse, stringify } = JSON
  const { apply, ownKeys } = Reflect
  const { isArray } = Array
  const toText = String
  const push = Array.prototype.push
  const OwnDate = Date
  const utc = OwnDate.UTC
  const zoned = /(?:Z|GMT|UTC|[+-]\\d\\d:?\\d\\d)\\s*(?:\\(.*\\))?$|^[+-]?\\d{4,6}(?:-\\d\\d(?:-\\d\\d)?)?$/i
  const test = RegExp.prototype.test
  const read = OwnDate.parse
  const offset = OwnDate.prototype.getTimezoneOffset
  const parseTime = (text) => {
    const time = read(text)
    if (time !== time || apply(test, zoned, [text])) return time
    return time - apply(offset, new OwnDate(time), []) * 60000
  }
  const RunDate = function Date(...parts) {
    if (new.target === undefined) return new RunDate().toString()
    const time =
      parts.length === 0 ? now : parts.length > 1 ? utc(...parts) : typeof parts[0] === 'string' ? parseTime(parts[0]) : parts[0]
    return Reflect.construct(OwnDate, [time], new.target)
  }
  RunDate.prototype = OwnDate.prototype
  RunDate.prototype.constructor = RunDate
  RunDate.UTC = utc
  RunDate.now = () => now
  RunDate.parse = parseTime
  const methods = OwnDate.prototype
  for (const part of ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds']) {
    methods['get' + part] = methods['getUTC' + part]
    if (methods['setUTC' + part]) methods['set' + part] = methods['setUTC' + part]
  }
  const iso = methods.toISOString
  const shown = (from, to) => function () { return this.getTime() !== this.getTime() ? 'Invalid Date' : apply(iso, this, []).slice(from, to) }
  methods.getTimezoneOffset = () => 0
  methods.toString = methods.toLocaleString = methods.toUTCString
  methods.toDateString = methods.toLocaleDateString = shown(0, 10)
  methods.toTimeString = methods.toLocaleTimeString = shown(11, 19)
  globalThis.Date = RunDate
  let state = seed >>> 0
  const imul = Math.imul
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const show = (value) => {
    if (typeof value === 'string') return value
    if (typeof value === 'bigint') return toText(value)
    if (value instanceof Error) return part(value, 'name') + ': ' + part(value, 'message')
    try { return stringify(value, plain) ?? toText(value) } catch { try { return toText(value) } catch { return '(what cannot be shown)' } }
  }
  const write = (level) => (...values) => {
    let text = ''
    for (let at = 0; at < values.length; at++) text += (at ? ' ' : '') + show(values[at])
    tell(level, text)
  }
  const console = {}
  for (const [name, level] of [['log', 'info'], ['info', 'info'], ['debug', 'debug'], ['trace', 'debug'], ['warn', 'warning'], ['error', 'error']]) console[name] = write(level)
  Object.defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true })
  function plain(key, value) { return typeof value === 'bigint' ? toText(value) : value }
  const position = /code\\.js:(\\d+)(?::(\\d+))?/
  const exec = RegExp.prototype.exec
  const part = (value, key) => { try { const found = value[key]; return typeof found === 'string' ? found : '' } catch { return '' } }
  const failure = (thrown) => {
    const isObject = (typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function'
    const name = isObject ? part(thrown, 'name') : ''
    const message = isObject ? part(thrown, 'message') : show(thrown)
    const at = apply(exec, position, [isObject ? part(thrown, 'stack') : ''])
    return { name, message, line: at ? +at[1] : undefined, column: at && at[2] ? +at[2] : undefined }
  }
  const settle = (value) => {
    const text = stringify({ ok: true, value: value === undefined ? null : value }, plain)
    return text
  }
  const fail = (thrown) => stringify({ ok: false, ...failure(thrown) })
  const overRows = (code, rows, first) => {
    const made = []
    const take = (value) => {
      if (value === undefined || value === null) return
      if (isArray(value)) { for (let at = 0; at < value.length; at++) if (value[at] !== undefined && value[at] !== null) apply(push, made, [value[at]]) }
      else apply(push, made, [value])
    }
    for (let at = 0; at < rows.length; at++) take(code(rows[at], first + at))
    return made
  }
  const overRowsLater = async (code, rows, first) => {
    const given = []
    for (let at = 0; at < rows.length; at++) apply(push, given, [await code(rows[at], first + at)])
    return overRows((value) => value, given, first)
  }
  return (code, over, later, json, first) => {
    try {
      const input = parse(json)
      if (!later) return settle(over === 'rows' ? overRows(code, input, first) : code(input))
      const promise = over === 'rows' ? overRowsLater(code, input, first) : code(input)
      const result = { text: undefined }
      promise.then((value) => { result.text = settle(value) }, (thrown) => { result.text = fail(thrown) }).then(undefined, (thrown) => { result.text = fail(thrown) })
      return () => result.text
    } catch (thrown) {
      return fail(thrown)
    }
  }
})`
