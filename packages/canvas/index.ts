export type { CanvasModel } from './canvas-model.ts'
export type { CanvasState } from './canvas-state.ts'
export { CanvasSurface, type SurfaceHost } from './canvas-surface.ts'
export type { CanvasTexts } from './canvas-texts.ts'
export { edgeWay } from './scene/edge-path.ts'
export { heldBy, isFrame } from './scene/frame-contents.ts'
export type { FaceSource, MakeFace, NodeFace, Tone } from './scene/node-face.ts'
export { nodeAfterRemoval, nodeBeside } from './scene/node-order.ts'
export { gridSize, headerHeight, nodeWidth, type PortPlace, snap, withWidth } from './scene/node-shape.ts'
export { differenceOf } from './scene/scene-diff.ts'
export { SceneMotion } from './scene/scene-motion.ts'
export { SceneSource } from './scene/scene-source.ts'
export {
  createSceneMaker,
  edgeEnds,
  frameTitleHeight,
  groupLabelHeight,
  groupRect,
  nodeRect,
  noteRect,
  portIndex,
  portKey,
  type Scene,
  type SceneEdge,
  type SceneNode,
  wholeBounds,
} from './scene/scene.ts'
export { typeWithPorts } from './scene/type-with-ports.ts'
export { Camera, type Insets } from './camera/camera.ts'
export { CanvasLook } from './camera/scene-camera.ts'
export type { SurfaceSize } from './camera/surface-size.ts'
export { boundsOf, type Point, type Rect, toGraph, toScreen, type View } from './camera/view.ts'
export { type Hit, hitTest, nodeAt, nodesIn } from './hit-testing/hit-test.ts'
export { type CanvasTheme, createThemeProbe } from './drawing/canvas-theme.ts'
export { edgeCurve, edgeWidth, pointOnCurve } from './drawing/draw-edges.ts'
export { noteColor } from './drawing/draw-marks.ts'
export { frameColor } from './drawing/draw-sheet.ts'
export type { Histograms } from './drawing/frame.ts'
export type { IconShape, IconShapes } from './drawing/icons.ts'
export type { Overlay } from './drawing/overlay.ts'
export { createDropTarget, type DropActions, type Dropped } from './gestures/drop-target.ts'
export { CanvasGestures, type GesturedCanvas } from './gestures/gesture-edits.ts'
export { nodeTypeDrag } from './gestures/node-type-drag.ts'
export { type PointerActions, pointOn, type SurfacePoint } from './gestures/pointer-input.ts'
export { clicked, held, hitAt, pressed } from './gestures/press.ts'
export type { QuickAddPurpose } from './gestures/quick-add-purpose.ts'
export { nodeWidths, sheetSizes } from './gestures/shape-drags.ts'
export { hoverWords } from './gestures/tooltip.ts'
export type { ClipboardActions } from './clipboard/clipboard.ts'
export { addressFileType } from './clipboard/pasted-files.ts'
export {
  type Action,
  addBetweenAction,
  addConnectedAction,
  addIntoEdgeAction,
  addNodeAction,
  duplicateAction,
  pasteAction,
  placeAction,
} from './editing/actions.ts'
export {
  connect,
  connectEdit,
  converters,
  fits,
  fittingPort,
  parallelEdges,
  type PortEnd,
  portsBetween,
} from './editing/connection-rules.ts'
export { type Fragment, fragmentOf, moveEdit, newNode } from './editing/document-edits.ts'
export { frameAction, groupAction, noteAction, recolourEdit, ungroupAction } from './editing/group-actions.ts'
export { newId, type NewId } from './editing/new-id.ts'
export { refusalText } from './editing/refusal-text.ts'
export { removeEdit } from './editing/remove-edit.ts'
export { foldNodes } from './sub-workflow/fold-nodes.ts'
export { type InnerPort, labelPort, offeredPort, offerPort, withdrawPort } from './sub-workflow/offered-ports.ts'
export { subWorkflowSetting, subWorkflowType, workflowInside } from './sub-workflow/sub-workflow-node.ts'
export { unfoldNode } from './sub-workflow/unfold-node.ts'
export { align, type Alignment, distribute, type Placed } from './arrange/align.ts'
export { layoutGraphOf, resizedFrames, routedAround } from './arrange/layout-graph.ts'
export { relatedNodes } from './arrange/related-nodes.ts'
export { reRoute, shifted } from './arrange/reroute-edges.ts'
export { routeEdges } from './arrange/route-edges.ts'
export { type ExportedScene, exportPng, exportSvg } from './export/export-scene.ts'
