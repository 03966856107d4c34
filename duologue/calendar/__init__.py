"""Calendar: appointments, rooms, attendance and feeds.

The team books; partners see their own appointments and the joint ones.
Never: two bookings of one room or one clinician at once; a title that tells what it is about.
"""
