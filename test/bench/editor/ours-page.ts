import { ours } from './ours.ts'
import { offerCanvas } from './run-canvas.ts'

offerCanvas(ours(document.querySelector('main')!))
