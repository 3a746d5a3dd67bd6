import type { IconShapes } from '@aw-flow/canvas'
import play from 'lucide/dist/esm/icons/play.mjs'
import square from 'lucide/dist/esm/icons/square.mjs'
import circleCheck from 'lucide/dist/esm/icons/circle-check.mjs'
import circleX from 'lucide/dist/esm/icons/circle-x.mjs'
import circleDashed from 'lucide/dist/esm/icons/circle-dashed.mjs'
import loaderCircle from 'lucide/dist/esm/icons/loader-circle.mjs'
import clock from 'lucide/dist/esm/icons/clock.mjs'
import refreshCw from 'lucide/dist/esm/icons/refresh-cw.mjs'
import circleMinus from 'lucide/dist/esm/icons/circle-minus.mjs'
import ban from 'lucide/dist/esm/icons/ban.mjs'
import databaseZap from 'lucide/dist/esm/icons/database-zap.mjs'
import triangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs'
import info from 'lucide/dist/esm/icons/info.mjs'
import xIcon from 'lucide/dist/esm/icons/x.mjs'
import search from 'lucide/dist/esm/icons/search.mjs'
import plus from 'lucide/dist/esm/icons/plus.mjs'
import minus from 'lucide/dist/esm/icons/minus.mjs'
import minimize from 'lucide/dist/esm/icons/minimize.mjs'
import maximize from 'lucide/dist/esm/icons/maximize.mjs'
import trash from 'lucide/dist/esm/icons/trash.mjs'
import undo2 from 'lucide/dist/esm/icons/undo-2.mjs'
import redo2 from 'lucide/dist/esm/icons/redo-2.mjs'
import download from 'lucide/dist/esm/icons/download.mjs'
import upload from 'lucide/dist/esm/icons/upload.mjs'
import fileInput from 'lucide/dist/esm/icons/file-input.mjs'
import wandSparkles from 'lucide/dist/esm/icons/wand-sparkles.mjs'
import shieldCheck from 'lucide/dist/esm/icons/shield-check.mjs'
import table2 from 'lucide/dist/esm/icons/table-2.mjs'
import database from 'lucide/dist/esm/icons/database.mjs'
import funnel from 'lucide/dist/esm/icons/funnel.mjs'
import arrowDownUp from 'lucide/dist/esm/icons/arrow-down-up.mjs'
import merge from 'lucide/dist/esm/icons/merge.mjs'
import sigma from 'lucide/dist/esm/icons/sigma.mjs'
import columns3 from 'lucide/dist/esm/icons/columns-3.mjs'
import combine from 'lucide/dist/esm/icons/combine.mjs'
import copy from 'lucide/dist/esm/icons/copy.mjs'
import group from 'lucide/dist/esm/icons/group.mjs'
import split from 'lucide/dist/esm/icons/split.mjs'
import listFilter from 'lucide/dist/esm/icons/list-filter.mjs'
import braces from 'lucide/dist/esm/icons/braces.mjs'
import typeIcon from 'lucide/dist/esm/icons/type.mjs'
import hash from 'lucide/dist/esm/icons/hash.mjs'
import calendar from 'lucide/dist/esm/icons/calendar.mjs'
import toggleLeft from 'lucide/dist/esm/icons/toggle-left.mjs'
import box from 'lucide/dist/esm/icons/box.mjs'
import puzzle from 'lucide/dist/esm/icons/puzzle.mjs'
import bot from 'lucide/dist/esm/icons/bot.mjs'
import globe from 'lucide/dist/esm/icons/globe.mjs'
import mail from 'lucide/dist/esm/icons/mail.mjs'
import image from 'lucide/dist/esm/icons/image.mjs'
import bell from 'lucide/dist/esm/icons/bell.mjs'
import code from 'lucide/dist/esm/icons/code.mjs'
import variable from 'lucide/dist/esm/icons/variable.mjs'
import repeat from 'lucide/dist/esm/icons/repeat.mjs'
import gitBranch from 'lucide/dist/esm/icons/git-branch.mjs'
import hourglass from 'lucide/dist/esm/icons/hourglass.mjs'
import hand from 'lucide/dist/esm/icons/hand.mjs'
import reply from 'lucide/dist/esm/icons/reply.mjs'
import webhook from 'lucide/dist/esm/icons/webhook.mjs'
import zap from 'lucide/dist/esm/icons/zap.mjs'
import chartColumn from 'lucide/dist/esm/icons/chart-column.mjs'
import chartScatter from 'lucide/dist/esm/icons/chart-scatter.mjs'
import fileOutput from 'lucide/dist/esm/icons/file-output.mjs'
import chevronRight from 'lucide/dist/esm/icons/chevron-right.mjs'
import chevronUp from 'lucide/dist/esm/icons/chevron-up.mjs'
import chevronDown from 'lucide/dist/esm/icons/chevron-down.mjs'
import rotateCcw from 'lucide/dist/esm/icons/rotate-ccw.mjs'
import fileText from 'lucide/dist/esm/icons/file-text.mjs'
import squareFunction from 'lucide/dist/esm/icons/square-function.mjs'
import pencil from 'lucide/dist/esm/icons/pencil.mjs'
import list from 'lucide/dist/esm/icons/list.mjs'
import workflow from 'lucide/dist/esm/icons/workflow.mjs'
import circleQuestionMark from 'lucide/dist/esm/icons/circle-question-mark.mjs'
import panelRight from 'lucide/dist/esm/icons/panel-right.mjs'
import panelLeft from 'lucide/dist/esm/icons/panel-left.mjs'
import spline from 'lucide/dist/esm/icons/spline.mjs'
import settings2 from 'lucide/dist/esm/icons/settings-2.mjs'
import keyRound from 'lucide/dist/esm/icons/key-round.mjs'
import rotateCcwClock from 'lucide/dist/esm/icons/rotate-ccw-clock.mjs'
import waypoints from 'lucide/dist/esm/icons/waypoints.mjs'
import pin from 'lucide/dist/esm/icons/pin.mjs'
import pinOff from 'lucide/dist/esm/icons/pin-off.mjs'
import arrowUpNarrowWide from 'lucide/dist/esm/icons/arrow-up-narrow-wide.mjs'
import arrowDownWideNarrow from 'lucide/dist/esm/icons/arrow-down-wide-narrow.mjs'
import ellipsisVertical from 'lucide/dist/esm/icons/ellipsis-vertical.mjs'
import eyeOff from 'lucide/dist/esm/icons/eye-off.mjs'
import arrowUp from 'lucide/dist/esm/icons/arrow-up.mjs'
import copyMinus from 'lucide/dist/esm/icons/copy-minus.mjs'
import dices from 'lucide/dist/esm/icons/dices.mjs'
import listTree from 'lucide/dist/esm/icons/list-tree.mjs'
import tableProperties from 'lucide/dist/esm/icons/table-properties.mjs'
import paintBucket from 'lucide/dist/esm/icons/paint-bucket.mjs'
import replaceIcon from 'lucide/dist/esm/icons/replace.mjs'
import alignStartVertical from 'lucide/dist/esm/icons/align-start-vertical.mjs'
import alignCenterVertical from 'lucide/dist/esm/icons/align-center-vertical.mjs'
import alignEndVertical from 'lucide/dist/esm/icons/align-end-vertical.mjs'
import alignStartHorizontal from 'lucide/dist/esm/icons/align-start-horizontal.mjs'
import alignCenterHorizontal from 'lucide/dist/esm/icons/align-center-horizontal.mjs'
import alignEndHorizontal from 'lucide/dist/esm/icons/align-end-horizontal.mjs'
import alignHorizontalDistributeCenter from 'lucide/dist/esm/icons/align-horizontal-distribute-center.mjs'
import alignVerticalDistributeCenter from 'lucide/dist/esm/icons/align-vertical-distribute-center.mjs'

const icons = new Map<string, IconShapes>(
  Object.entries({
    play,
    'rotate-ccw-clock': rotateCcwClock,
    square,
    'circle-check': circleCheck,
    'circle-x': circleX,
    'circle-dashed': circleDashed,
    'loader-circle': loaderCircle,
    clock,
    'refresh-cw': refreshCw,
    'circle-minus': circleMinus,
    ban,
    'database-zap': databaseZap,
    'triangle-alert': triangleAlert,
    info,
    x: xIcon,
    search,
    plus,
    minus,
    maximize,
    minimize,
    trash,
    'undo-2': undo2,
    'redo-2': redo2,
    download,
    upload,
    'file-input': fileInput,
    'wand-sparkles': wandSparkles,
    'shield-check': shieldCheck,
    'table-2': table2,
    database,
    funnel,
    'arrow-down-up': arrowDownUp,
    merge,
    sigma,
    'columns-3': columns3,
    combine,
    copy,
    group,
    split,
    'list-filter': listFilter,
    braces,
    type: typeIcon,
    hash,
    calendar,
    'toggle-left': toggleLeft,
    box,
    puzzle,
    bot,
    globe,
    mail,
    image,
    bell,
    code,
    variable,
    repeat,
    'git-branch': gitBranch,
    hourglass,
    hand,
    reply,
    webhook,
    zap,
    'chart-column': chartColumn,
    'chart-scatter': chartScatter,
    'file-output': fileOutput,
    'chevron-right': chevronRight,
    'chevron-up': chevronUp,
    'chevron-down': chevronDown,
    'rotate-ccw': rotateCcw,
    'file-text': fileText,
    'square-function': squareFunction,
    pencil,
    list,
    workflow,
    'circle-question-mark': circleQuestionMark,
    'panel-right': panelRight,
    'panel-left': panelLeft,
    spline,
    'settings-2': settings2,
    'key-round': keyRound,
    waypoints,
    pin,
    'pin-off': pinOff,
    'arrow-up-narrow-wide': arrowUpNarrowWide,
    'arrow-down-wide-narrow': arrowDownWideNarrow,
    'ellipsis-vertical': ellipsisVertical,
    'eye-off': eyeOff,
    'arrow-up': arrowUp,
    'copy-minus': copyMinus,
    dices,
    'list-tree': listTree,
    'table-properties': tableProperties,
    'paint-bucket': paintBucket,
    replace: replaceIcon,
    'align-start-vertical': alignStartVertical,
    'align-center-vertical': alignCenterVertical,
    'align-end-vertical': alignEndVertical,
    'align-start-horizontal': alignStartHorizontal,
    'align-center-horizontal': alignCenterHorizontal,
    'align-end-horizontal': alignEndHorizontal,
    'align-horizontal-distribute-center': alignHorizontalDistributeCenter,
    'align-vertical-distribute-center': alignVerticalDistributeCenter,
  }),
)

/** Current icon names, keyed by former Lucide name. Node types may still use the former names. */
const renamedIcons: Record<string, string> = {
  filter: 'funnel',
  'trash-2': 'trash',
  table: 'table-2',
  'scatter-chart': 'chart-scatter',
  'bar-chart': 'chart-column',
  'help-circle': 'circle-question-mark',
  wand: 'wand-sparkles',
  columns: 'columns-3',
}

/** Returns the shapes of the named Lucide icon, or of a box if the name is unknown. */
export const getIconShapes = (name: string): IconShapes =>
  icons.get(name) ?? icons.get(renamedIcons[name] ?? '') ?? (box as IconShapes)

/**
 * Registers an icon under a name, for use by the host's node types.
 *
 * @example
 * import rocket from 'lucide/dist/esm/icons/rocket.mjs'
 * registerIcon('rocket', rocket)
 * @internal
 */
export function registerIcon(name: string, shapes: IconShapes): void {
  icons.set(name, shapes)
}
