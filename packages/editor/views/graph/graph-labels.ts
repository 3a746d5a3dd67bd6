/** A label beside a point, at its place on the screen. */
export interface GraphLabel {
  readonly point: number
  readonly label: string
  readonly x: number
  readonly y: number
  readonly isStrong: boolean
}

const letterWidth = 6.6
const lineHeight = 16

/** The labels that do not overlap, earlier ones preferred, inside the container. */
export function labelsApart(labels: readonly GraphLabel[], width: number, height: number): GraphLabel[] {
  const kept: { left: number; right: number; top: number; bottom: number }[] = []
  return labels.filter(({ label, x, y, isStrong }) => {
    if (x < 0 || y < 0 || x > width || y > height) return false
    const half = (Math.min(label.length, 28) * letterWidth) / 2 + 4
    const box = { left: x - half, right: x + half, top: y, bottom: y + lineHeight }
    const isFree = kept.every(
      (other) => box.left > other.right || box.right < other.left || box.top > other.bottom || box.bottom < other.top,
    )
    if (isFree || isStrong) kept.push(box)
    return isFree || isStrong
  })
}

/** Renders labels into a container with reused elements. */
export function paintLabels(place: HTMLElement, labels: readonly GraphLabel[]): void {
  while (place.childElementCount < labels.length) place.append(document.createElement('span'))
  while (place.childElementCount > labels.length) place.lastElementChild?.remove()
  labels.forEach(({ label, x, y, isStrong }, index) => {
    const element = place.children[index] as HTMLElement
    if (element.textContent !== label) element.textContent = label
    element.className = isStrong ? 'strong' : ''
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translateX(-50%)`
  })
}
