import type { Subject } from '../support/subject.js'
import { document } from './document.js'
import { dynamooseSubject } from './dynamoose.js'
import { electrodb } from './electrodb.js'
import { monotable, monotableFast } from './monotable.js'
import { onetable } from './onetable.js'
import { raw } from './raw.js'
import { toolbox } from './toolbox.js'

/** In the order of the tables. */
export const subjects: readonly Subject[] = [
  document,
  raw,
  monotable,
  monotableFast,
  electrodb,
  toolbox,
  onetable,
  dynamooseSubject,
]
