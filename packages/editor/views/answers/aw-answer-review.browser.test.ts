import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { Answer } from '@aw-flow/schema/internal'
import { defineElements } from '../../define-elements.ts'
import { createTestFindings, TestCheckSource } from '../../test-findings.ts'
import { getElement } from '../../test-pointer.ts'
import { createTestSource } from '../../test-source.ts'
import type { AwFindings } from '../findings/aw-findings.ts'
import type { AwAnswerReview } from './aw-answer-review.ts'

defineElements()

const getText = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()

async function settled(element: AwAnswerReview | AwFindings, action?: unknown): Promise<void> {
  await action
  for (let turn = 0; turn < 4; turn++) {
    await new Promise((resolve) => setTimeout(resolve))
    await element.updateComplete
  }
}

const inputs = (element: AwAnswerReview): HTMLInputElement[] => [
  ...element.shadowRoot!.querySelectorAll<HTMLInputElement>('.cell input'),
]
const row = (element: AwAnswerReview): string => getText(element.shadowRoot!.querySelector('.row strong'))
const active = (element: AwAnswerReview): string => element.shadowRoot!.activeElement?.id ?? ''

async function mount(source = new TestCheckSource()): Promise<AwAnswerReview> {
  const element = await fixture<AwAnswerReview>(html`<aw-answer-review .source=${source}></aw-answer-review>`)
  await settled(element)
  element.focus()
  return element
}

const right = (cells: readonly [column: string, value: string][]): Answer['cells'] =>
  cells.map(([column, value]) => ({ column, value, verdict: 'right' }))

describe('<aw-answer-review>', () => {
  beforeEach(() => setViewport({ width: 800, height: 640 }))

  it('accepts a row by Enter, and proposes the next one', async () => {
    const element = await mount()
    const shown: number[] = []
    element.addEventListener('aw-review-row', (event) => shown.push(event.row))
    expect(row(element)).to.equal('Row 10 of the table')
    expect(getText(getElement(element, '.progress'))).to.equal('Row 1 of at most 20')
    expect(active(element)).to.equal('cell-1')
    await expect(element).to.be.accessible()
    await settled(element, sendKeys({ press: 'Enter' }))
    expect(element.answers).to.deep.equal([
      {
        row: 10,
        cells: right([
          ['id', '10'],
          ['city', 'Bnon'],
          ['price', '16.5'],
        ]),
      },
    ])
    expect(row(element)).to.equal('Row 20 of the table')
    expect(getText(getElement(element, '.progress'))).to.equal('Row 2 of at most 20')
    expect(active(element)).to.equal('cell-1')
    expect(shown).to.deep.equal([20])
  })

  it('keeps its heading and its close button on one line on a phone', async () => {
    await setViewport({ width: 300, height: 640 })
    const element = await mount()
    const middle = (selector: string): number => {
      const { top, bottom } = getElement(element, selector).getBoundingClientRect()
      return (top + bottom) / 2
    }
    expect(middle('.close')).to.be.closeTo(middle('h3'), 2)
  })

  it('corrects cells in place, by the keyboard alone', async () => {
    const element = await mount()
    await sendKeys({ type: 'Bonn' })
    expect(getText(getElement(element, '.accept'))).to.equal('Save 1 correction')
    await sendKeys({ press: 'ArrowDown' })
    expect(active(element)).to.equal('cell-2')
    await settled(element, sendKeys({ type: '?' }))
    expect(getText(getElement(element, '#cell-2-note'))).to.equal('Wrong; correct value unknown')
    await sendKeys({ press: 'ArrowUp' })
    await sendKeys({ press: 'ArrowLeft' })
    expect(active(element)).to.equal('cell-0')
    await sendKeys({ type: '11' })
    await settled(element, sendKeys({ press: 'Escape' }))
    expect(inputs(element)[0]!.value).to.equal('10')
    await expect(element).to.be.accessible()
    await settled(element, sendKeys({ press: 'Enter' }))
    expect(element.answers[0]!.cells).to.deep.equal([
      { column: 'id', value: '10', verdict: 'right' },
      { column: 'city', value: 'Bnon', verdict: 'wrong', correct: 'Bonn' },
      { column: 'price', value: '16.5', verdict: 'wrong' },
    ])
  })

  it('uses the proposed value, and an empty text for null', async () => {
    const element = await mount()
    getElement(element, '.use').click()
    inputs(element)[2]!.focus()
    inputs(element)[2]!.select()
    await sendKeys({ press: 'Delete' })
    await settled(element, sendKeys({ press: 'Enter' }))
    const [answer] = element.answers
    expect(answer!.cells.map(({ correct }) => correct)).to.deep.equal([undefined, 'Bonn', ''])
  })

  it('skips a row, and undoes the last answer', async () => {
    const element = await mount()
    await settled(element, getElement(element, '.skip').click())
    expect(row(element)).to.equal('Row 20 of the table')
    inputs(element)[1]!.focus()
    await sendKeys({ type: 'Ulm' })
    await settled(element, sendKeys({ press: 'Enter' }))
    expect(row(element)).to.equal('Row 30 of the table')
    const changes: number[] = []
    element.addEventListener('aw-answers-change', ({ answers }) => changes.push(answers.length))
    await settled(element, getElement(element, '.undo').click())
    expect(row(element)).to.equal('Row 20 of the table')
    expect(inputs(element)[1]!.value).to.equal('Ulm')
    expect(changes).to.deep.equal([0])
  })

  it('lists the answers, and deletes one', async () => {
    const element = await mount()
    await settled(element, sendKeys({ press: 'Enter' }))
    await sendKeys({ type: 'Ulm' })
    await settled(element, sendKeys({ press: 'Enter' }))
    await settled(element, getElement(element, 'summary').click())
    const lines = (): string[] => [...element.shadowRoot!.querySelectorAll('.answers li span')].map(getText)
    expect(lines()).to.deep.equal(['Row 20 · city: Bnon → Ulm', 'Row 10 · All cells correct'])
    await expect(element).to.be.accessible()
    await settled(element, getElement(element, '.answers li button').click())
    expect(lines()).to.deep.equal(['Row 10 · All cells correct'])
  })

  it('stops when more answers are not expected to change the findings', async () => {
    const element = await mount()
    for (let answer = 0; answer < 4; answer++) {
      await settled(element, sendKeys({ press: 'Enter' }))
    }
    expect(getText(getElement(element, '.end'))).to.equal(
      'After 4 answers, more answers are not expected to change the findings.',
    )
    await expect(element).to.be.accessible()
    await settled(element, getElement(element, '.continue').click())
    expect(row(element)).to.equal('Row 50 of the table')
    inputs(element)[0]!.focus()
    await settled(element, sendKeys({ press: 'Enter' }))
    expect(getText(getElement(element, '.end'))).to.equal('All proposed rows have been reviewed.')
  })

  it('shows why no rows can be proposed', async () => {
    const element = await mount(
      Object.assign(new TestCheckSource(), {
        proposeRows: () => Promise.reject(new Error('The table no longer exists.')),
      }),
    )
    expect(getText(getElement(element, '.failure'))).to.equal('The table no longer exists.')
  })
})

describe('<aw-findings> with answers', () => {
  it('checks again with each answer, and shows what it changed', async () => {
    const source = new TestCheckSource(createTestSource([{ name: 'city', type: 'VARCHAR' }], [{ city: 'Bnon' }]))
    const element = await fixture<AwFindings>(html`<aw-findings .source=${source}></aw-findings>`)
    await settled(element)
    await settled(element, source.complete(createTestFindings()))
    const reported: number[] = []
    element.addEventListener('aw-answers-change', ({ answers }) => reported.push(answers.length))
    const rooms: number[] = []
    element.addEventListener('aw-room-request', ({ height }) => rooms.push(height))
    await settled(element, getElement(element, '.review').click())
    const review = getElement<AwAnswerReview>(element, 'aw-answer-review')
    expect(active(review)).to.equal('cell-1')
    await settled(element, sendKeys({ press: 'Enter' }))
    expect(reported).to.deep.equal([1])
    expect([source.checkCount, source.answers?.length]).to.deep.equal([2, 1])
    expect(getText(getElement(review, '.effect'))).to.equal('Learning from the answer…')
    const { findings } = createTestFindings()
    source.complete({ ...createTestFindings(), findings: [{ ...findings[0]!, repair: 'Berlin' }, findings[1]!] })
    await settled(element)
    expect(getText(getElement(review, '.effect'))).to.equal('4 → 2 suspicious cells · 2 removed, 1 repair changed')
    expect(getText(getElement(element, '.badge'))).to.equal('1')
    await expect(element).to.be.accessible()
    element.answers = [...element.answers]
    await settled(element)
    expect(source.checkCount).to.equal(2)
    element.answers = []
    await settled(element)
    expect(source.checkCount).to.equal(3)
    await settled(element, getElement(review, '.close').click())
    expect(element.shadowRoot!.activeElement?.className).to.equal('review')
    expect(rooms).to.deep.equal([460, 0])
    element.readonly = true
    await settled(element)
    expect(element.shadowRoot!.querySelector('.review')).to.equal(null)
  })

  it('shows the review, with the focus in it, once the first check has ended', async () => {
    const source = new TestCheckSource()
    const element = await fixture<AwFindings>(html`<aw-findings .source=${source}></aw-findings>`)
    await settled(element)
    await settled(element, getElement(element, '.review').click())
    await settled(element, source.complete(createTestFindings()))
    expect(active(getElement<AwAnswerReview>(element, 'aw-answer-review'))).to.equal('cell-1')
  })
})
