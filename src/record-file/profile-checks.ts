// What rows of sampled code have to look like.

import { OPERATION_KINDS } from '../model/operation.js';
import { FRAMES_PER_ROW, PROFILE_SCOPES, type ProfileFrame, type ProfileRow } from '../model/record/profile-rows.js';
import { type Check, isAmount, isText, listOf, oneOf, shape } from './checks.js';

const isFrame = shape<ProfileFrame>({ name: isText, samples: isAmount }, { location: isText, within: isText });

export const isProfileRow: Check<ProfileRow> = shape<ProfileRow>(
  {
    scope: oneOf(PROFILE_SCOPES),
    name: isText,
    samples: isAmount,
    collecting: isAmount,
    frames: listOf(isFrame, FRAMES_PER_ROW),
  },
  { kind: oneOf(OPERATION_KINDS) },
);
