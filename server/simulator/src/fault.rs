//! What goes wrong in a schedule, and when.

/// Everything that goes wrong by itself or is done by somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The whole application ends in the middle of an await; what was committed stays.
    Crash,
    /// A call arrives at AWS or does not, and is not answered.
    LostBefore,
    LostAfter,
    /// It arrives long after whoever sent it gave up.
    Late,
    /// It arrives twice, and the first answer is the one that comes back.
    Duplicated,
    /// It is done, and its answer is an empty object.
    Hollow,
    Throttled,
    /// The database: another has it, it is slow, its disk is full, it is gone for a while, or it took a commit and the word
    /// of that was lost.
    Locked,
    Slow,
    Full,
    Gone,
    LostCommit,
    ClockForward,
    ClockBack,
    /// Somebody changes a target beside the console.
    Moved,
    /// A client goes away while it waits.
    Left,
    /// A second client applies the same plan.
    SecondApply,
    /// Somebody goes on with a plan, drops it, tries it again, or plans its opposite.
    Resume,
    Drop,
    Retry,
    Undo,
}

impl Fault {
    pub const ALL: [Self; 21] = [
        Self::Crash,
        Self::LostBefore,
        Self::LostAfter,
        Self::Late,
        Self::Duplicated,
        Self::Hollow,
        Self::Throttled,
        Self::Locked,
        Self::Slow,
        Self::Full,
        Self::Gone,
        Self::LostCommit,
        Self::ClockForward,
        Self::ClockBack,
        Self::Moved,
        Self::Left,
        Self::SecondApply,
        Self::Resume,
        Self::Drop,
        Self::Retry,
        Self::Undo,
    ];

    /// What befalls a call to AWS.
    pub const CALLS: [Self; 6] =
        [Self::LostBefore, Self::LostAfter, Self::Late, Self::Duplicated, Self::Hollow, Self::Throttled];

    /// What befalls a transaction.
    pub const DATABASE: [Self; 5] = [Self::Locked, Self::Slow, Self::Full, Self::Gone, Self::LostCommit];
}
