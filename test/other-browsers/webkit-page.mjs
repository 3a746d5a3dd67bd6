/** Error message if a browser cannot do what a test requires; the test counts as skipped. */
export const notSupported = 'This browser does not support the command'

/**
 * A page of WebKitGTK, controlled through WebDriver (W3C), with the part of Puppeteer's page that Web Test Runner's
 * commands and the element tests use: `keyboard`, `mouse`, `setViewport`.
 */
export function webkitPage(sendCommand) {
  const act = (source) => sendCommand('POST', '/actions', { actions: [source] })
  const key = (actions) => act({ type: 'key', id: 'keyboard', actions })
  const pointer = (actions) => act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions })
  const run = (script, ...args) => sendCommand('POST', '/execute/sync', { script, args })
  const move = ({ x, y }) => ({
    type: 'pointerMove',
    duration: 0,
    origin: 'viewport',
    x: Math.round(x),
    y: Math.round(y),
  })
  // WebKitGTK 2.50 releases the left button instead of any other, which then stays pressed.
  const button = (type, { button: name = 'left' } = {}) => {
    if (name !== 'left') throw new Error(`${notSupported}: the ${name} button.`)
    return { type, button: 0 }
  }

  return {
    goto: (url) => sendCommand('POST', '/url', { url }),
    keyboard: {
      type: (text) => key([...text].flatMap(characterKeys)),
      // With Alt, a shifted character would be the unshifted one of the same key.
      press: (name) => key(isShiftedSymbol(name) ? withShift(keystroke(name)) : keystroke(keyValue(name))),
      down: (name) => key([{ type: 'keyDown', value: keyValue(name) }]),
      up: (name) => key([{ type: 'keyUp', value: keyValue(name) }]),
    },
    mouse: {
      move: (x, y) => pointer([move({ x, y })]),
      down: async (options) => pointer([button('pointerDown', options)]),
      up: async (options) => pointer([button('pointerUp', options)]),
      click: async (x, y, options) => {
        const click = [button('pointerDown', options), button('pointerUp', options)]
        await pointer([move({ x, y }), ...Array.from({ length: options?.count ?? 1 }, () => click).flat()])
      },
      async reset() {
        await sendCommand('DELETE', '/actions')
        await pointer([move({ x: 0, y: 0 })])
      },
    },
    /** Sets the window size, measures the viewport, and sets it again to compensate for the window's borders. */
    async setViewport({ width, height, deviceScaleFactor = 1 }) {
      if (deviceScaleFactor !== 1) throw new Error(`${notSupported}: ${deviceScaleFactor} pixels per CSS pixel.`)
      const size = async () => run('return [innerWidth, innerHeight, outerWidth, outerHeight]')
      const [innerWidth, innerHeight, outerWidth, outerHeight] = await size()
      if (innerWidth === width && innerHeight === height) return
      await sendCommand('POST', '/window/rect', {
        width: width + outerWidth - innerWidth,
        height: height + outerHeight - innerHeight,
      })
      for (let attempts = 0; attempts < 50; attempts++) {
        const [currentWidth, currentHeight] = await size()
        if (currentWidth === width && currentHeight === height) return
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      throw new Error(`${notSupported}: the window did not become ${width} × ${height}.`)
    },
  }
}

const keystroke = (value) => [
  { type: 'keyDown', value },
  { type: 'keyUp', value },
]

/** Characters that need Shift on a US keyboard. */
const needsShift = (character) => /[A-Z~!@#$%^&*()_+{}|:"<>?]/.test(character)
const characterKeys = (character) => (needsShift(character) ? withShift(keystroke(character)) : keystroke(character))
const isShiftedSymbol = (name) => /^[~!@#$%^&*()_+{}|:"<>?]$/.test(name)
const withShift = (actions) => [
  { type: 'keyDown', value: codes.Shift },
  ...actions,
  { type: 'keyUp', value: codes.Shift },
]

/** WebDriver's code points for non-printing keys (W3C WebDriver, 17.4.2). */
const codes = {
  Backspace: '\uE003', Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Control: '\uE009', Alt: '\uE00A',
  Escape: '\uE00C', Space: ' ', PageUp: '\uE00E', PageDown: '\uE00F', End: '\uE010', Home: '\uE011',
  ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Insert: '\uE016',
  Delete: '\uE017', F1: '\uE031', F2: '\uE032', F10: '\uE03A', Meta: '\uE03D', ContextMenu: '\uE05D',
} // oxfmt-ignore

function keyValue(name) {
  const value = codes[name] ?? (/^(Key|Digit)(.)$/.exec(name)?.[2]?.toLowerCase() || name)
  if ([...value].length !== 1) throw new Error(`The key "${name}" is not supported.`)
  return value
}
