export type { CanvasModel } from './canvas-model.ts'
export type { WorkflowCanvasState } from './workflow-canvas-state.ts'
export type { CanvasTexts } from './canvas-texts.ts'
export type { CanvasAppearance, CanvasEvent, CanvasHost } from './canvas-host.ts'
export { createCanvas, type GraphCanvas } from './create-canvas.ts'
export type { CanvasElements } from './surface.ts'
export { getMenuPoint, getPointNextTo, getNextNodePoint } from './scene/anchor-points.ts'
export { findMarkContents } from './scene/frame-contents.ts'
export type { NodeContentSource, CreateNodeContent, NodeContent, Tone } from './scene/node-content.ts'
export { findNodeAfterRemoval, findNeighbor } from './scene/node-order.ts'
export { findFreeOffset, type PortPosition, snap } from './scene/node-shape.ts'
export { diffScenes, type SceneDiff } from './scene/scene-diff.ts'
export {
  createSceneBuilder,
  getEdgeEnds,
  getGroupRect,
  getNodeRect,
  getNoteRect,
  findPortIndex,
  createPortKey,
  type Scene,
  type SceneEdge,
  type SceneNode,
} from './scene/scene.ts'
export { resolveNodePorts } from './scene/resolve-node-ports.ts'
export type { Insets } from './camera/camera.ts'
export { computeBounds, type Point, type Rect, type Viewport } from './camera/view.ts'
export { type Hit, hitTest, findNodeIdsIn } from './hit-testing/hit-test.ts'
export type { CanvasTheme } from './drawing/canvas-theme.ts'
export { getEdgeCurve, getEdgeWidth, getPointOnCurve } from './drawing/draw-edges.ts'
export { findEdgeMidpoint } from './drawing/edge-middle.ts'
export type { Frame, Histograms } from './drawing/frame.ts'
export type { IconShape, IconShapes } from './drawing/icons.ts'
export type { Overlay } from './drawing/overlay.ts'
export type { CanvasDropActions } from './gestures/drop-actions.ts'
export { createDropTarget } from './gestures/drop-target.ts'
export {
  createGestureHandler,
  getWheelAction,
  getWheelDistance,
  preventPageZoom,
  type WheelAction,
} from './gestures/wheel.ts'
export { nodeTypeMimeType } from './gestures/node-type-drag.ts'
export { growNote, widenNode } from './gestures/shape-drags.ts'
export { urlFileType } from './clipboard/pasted-files.ts'
export { type Action, createDuplicateAction } from './editing/actions.ts'
export {
  createConnectAction,
  listConnectionOffers,
  findConnectionRefusal,
  type ConnectionOffer,
} from './editing/connection-offers.ts'
export {
  checkConnection,
  createConnectEdit,
  canConnectTypes as fits,
  findCompatiblePort,
  type PortEnd,
} from './editing/connection-rules.ts'
export { createNode } from './editing/document-edits.ts'
export {
  createFrameAction,
  createGroupAction,
  createNoteAction,
  createRecolorEdit,
  createUngroupAction,
} from './editing/group-actions.ts'
export { addConnectionAnnouncement } from './editing/announce-connection.ts'
export { connectNewNode } from './editing/connect-new-node.ts'
export { bendEdge } from './editing/bend-edge.ts'
export { findInlineText, type InlineText } from './editing/inline-text.ts'
export { type NewId, newId } from './editing/new-id.ts'
export { type Nudge, nudgeBends, nudgeSelection } from './editing/nudge-edits.ts'
export { createDescriptionPlanAction } from './editing/description-plan-action.ts'
export { createQuickAddAction, type QuickAddPurpose, listAddableTypes } from './editing/quick-add.ts'
export { renderRefusal } from './editing/refusal-text.ts'
export { createRemoveEdit } from './editing/remove-edit.ts'
export { foldNodes } from './sub-workflow/fold-nodes.ts'
export {
  type InnerPort,
  setPortLabel,
  findExposedPort,
  exposePort,
  unexposePort,
} from './sub-workflow/exposed-ports.ts'
export { subWorkflowSetting, subWorkflowType, findInnerWorkflow } from './sub-workflow/sub-workflow-node.ts'
export { unfoldNode } from './sub-workflow/unfold-node.ts'
export { anchorLayout } from './arrange/anchor-layout.ts'
export { alignRects as align, type Alignment, distributeRects as distribute, type AlignItem } from './arrange/align.ts'
export { toLayoutGraph, resizeFrames, routeAroundNodes } from './arrange/layout-graph.ts'
export { findRelatedNodes } from './arrange/related-nodes.ts'

export { routeEdges } from './arrange/route-edges.ts'
export { type ExportedScene, exportPng, exportSvg } from './export/export-scene.ts'
export { createMinimap } from './minimap/create-minimap.ts'
export { convertToLitegraph, type LitegraphFile, type LitegraphFileNode } from './litegraph/write-litegraph.ts'
