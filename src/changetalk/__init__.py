"""changetalk: Motivational Interviewing conversations coded, scored and reported on your own machine."""
