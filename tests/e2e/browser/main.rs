//! The lab in a real browser: stories of a learner, and the controls one by one.

mod story;
