/**
 * `aw-touch` for element tests: native touch events through the Chrome DevTools Protocol. `points` are the touches that
 * remain down after the event, in CSS pixels of the page. `aw-pinch` is a pinch gesture. `aw-tap` and `aw-double-tap`
 * send taps without delay, so that a slow machine does not change them. `aw-forced-colors` sets forced colors to `active`
 * or `none`. `aw-double-click` sends both clicks at once, in every browser.
 */
export const touchCommands = {
  name: 'touch-commands',
  async executeCommand({ command, payload, session }) {
    if (!commands.has(command)) return undefined
    const page = session.browser.getPage(session.id)
    if (command === 'aw-double-click') {
      await page.mouse.click(Math.round(payload.x), Math.round(payload.y), { count: 2 })
      return true
    }
    if (!clients.has(page)) clients.set(page, await page.createCDPSession())
    const client = clients.get(page)
    if (command === 'aw-forced-colors') {
      await client.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: payload }] })
      return true
    }
    if (command === 'aw-pinch') {
      const { x, y, factor } = payload
      // Two points with `dispatchTouchEvent` would disable touch in the page of the next test file.
      await client.send('Input.synthesizePinchGesture', { x, y, scaleFactor: factor, gestureSourceType: 'touch' })
      return true
    }
    if (command === 'aw-tap' || command === 'aw-double-tap') {
      const touchPoints = [{ x: Math.round(payload.x), y: Math.round(payload.y), id: 0 }]
      const tap = () => [
        client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints }),
        client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }),
      ]
      await Promise.all(command === 'aw-tap' ? tap() : [...tap(), ...tap()])
      return true
    }
    await client.send('Input.dispatchTouchEvent', {
      type: payload.type,
      touchPoints: payload.points.map(({ x, y }, id) => ({ x: Math.round(x), y: Math.round(y), id })),
    })
    return true
  },
}

const commands = new Set(['aw-touch', 'aw-pinch', 'aw-tap', 'aw-double-tap', 'aw-forced-colors', 'aw-double-click'])
const clients = new WeakMap()
