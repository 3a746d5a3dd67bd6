/**
 * `aw-touch` for element tests: fingers on the glass as the browser itself would feel them, by its debugging protocol.
 * Points are in CSS pixels of the page; `points` are those that are down after the event. `aw-pinch`: two of them.
 */
export const touchCommands = {
  name: 'touch-commands',
  async executeCommand({ command, payload, session }) {
    if (command !== 'aw-touch' && command !== 'aw-pinch') return undefined
    const page = session.browser.getPage(session.id)
    if (!clients.has(page)) clients.set(page, await page.createCDPSession())
    const client = clients.get(page)
    if (command === 'aw-pinch') {
      const { x, y, factor } = payload
      // Two points by `dispatchTouchEvent` would leave the page, in the next test file, without touch at all.
      await client.send('Input.synthesizePinchGesture', { x, y, scaleFactor: factor, gestureSourceType: 'touch' })
      return true
    }
    await client.send('Input.dispatchTouchEvent', {
      type: payload.type,
      touchPoints: payload.points.map(({ x, y }, id) => ({ x: Math.round(x), y: Math.round(y), id })),
    })
    return true
  },
}

const clients = new WeakMap()
