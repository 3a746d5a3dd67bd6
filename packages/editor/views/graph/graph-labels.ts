/** The label of a point and its position in the container, in pixels. */
export interface GraphLabel {
  /** Index of the point in the graph's data. */
  readonly point: number
  readonly label: string
  readonly x: number
  readonly y: number
  /** Whether the label is bold and is shown even if it overlaps another label. */
  readonly isEmphasized: boolean
}

const characterWidth = 6.6
const lineHeight = 16

/** Selects the labels that fit into the container without overlapping. Earlier labels take precedence. */
export function selectLabels(labels: readonly GraphLabel[], width: number, height: number): GraphLabel[] {
  const boxes: { left: number; right: number; top: number; bottom: number }[] = []
  return labels.filter(({ label, x, y, isEmphasized }) => {
    if (x < 0 || y < 0 || x > width || y > height) return false
    const halfWidth = (Math.min(label.length, 28) * characterWidth) / 2 + 4
    const box = { left: x - halfWidth, right: x + halfWidth, top: y, bottom: y + lineHeight }
    const isClear = boxes.every(
      (other) => box.left > other.right || box.right < other.left || box.top > other.bottom || box.bottom < other.top,
    )
    if (isClear || isEmphasized) boxes.push(box)
    return isClear || isEmphasized
  })
}

/** Renders labels into a container, reusing existing elements. */
export function renderLabels(container: HTMLElement, labels: readonly GraphLabel[]): void {
  while (container.childElementCount < labels.length) container.append(document.createElement('span'))
  while (container.childElementCount > labels.length) container.lastElementChild?.remove()
  labels.forEach(({ label, x, y, isEmphasized }, index) => {
    const element = container.children[index] as HTMLElement
    if (element.textContent !== label) element.textContent = label
    element.className = isEmphasized ? 'strong' : ''
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translateX(-50%)`
  })
}
