import { offerCanvas } from '../editor/run-canvas.ts'
import { bareLitegraph } from './bare-litegraph.ts'

offerCanvas(bareLitegraph(document.querySelector('main')!))
