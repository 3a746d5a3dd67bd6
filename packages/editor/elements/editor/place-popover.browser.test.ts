import { expect } from '@open-wc/testing'
import { openPopover, placePopover } from './place-popover.ts'

const anchor = { top: 10, bottom: 30, left: 20, right: 60 }

describe('a popup', () => {
  it('of an element that is defined later is placed before and opened once', () => {
    const list = document.createElement('aw-test-later-list')
    document.body.append(list)
    placePopover(list, anchor)
    expect(list.matches(':popover-open')).to.equal(true)
    expect(list.style.left).to.equal('20px')
    class LaterList extends HTMLElement {
      connectedCallback(): void {
        openPopover(this)
      }
    }
    customElements.define('aw-test-later-list', LaterList)
    expect(list).to.be.instanceOf(LaterList)
    expect(list.matches(':popover-open')).to.equal(true)
    list.remove()
  })
})
